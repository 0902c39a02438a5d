package imprint.artifact;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;

/** How a manifest is laid out: a line for each field, and in its list one for each file. */
final class ManifestLayout extends MinimalPrettyPrinter {
  private static final long serialVersionUID = 1L;

  @Override
  public void writeStartObject(JsonGenerator json) throws IOException {
    json.writeRaw(isOutermost(json) ? "{\n" : "{");
  }

  @Override
  public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
    json.writeRaw(isOutermost(json) ? ",\n" : ", ");
  }

  @Override
  public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
    json.writeRaw(": ");
  }

  @Override
  public void writeStartArray(JsonGenerator json) throws IOException {
    json.writeRaw("[\n");
  }

  @Override
  public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
    json.writeRaw(",\n");
  }

  @Override
  public void writeEndArray(JsonGenerator json, int values) throws IOException {
    json.writeRaw(values == 0 ? "]" : "\n]");
  }

  @Override
  public void writeEndObject(JsonGenerator json, int entries) throws IOException {
    json.writeRaw(isOutermost(json) ? "\n}\n" : "}");
  }

  private static boolean isOutermost(JsonGenerator json) {
    return json.getOutputContext().getParent().inRoot();
  }
}
