package imprint.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import imprint.archive.Preview;
import imprint.archive.Previews;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A preview; of the fields after {@code truncated} there are those of its kind. */
@Schema(description = "The beginning of a file, made plain.")
record PreviewBody(
    @Schema(description = "text, table, json, image or binary.") String kind,
    @Schema(description = "Bytes of the whole file.") long size,
    @Schema(description = "Whether the file has more than is shown.") boolean truncated,
    @Schema(description = "Of a text: at most its first 64 KiB.") @Nullable String text,
    @Schema(description = "Of a table: at most 100 rows of 100 cells of 1000 characters.")
        @Nullable List<List<String>> rows,
    @Schema(
            description = "Of a JSON text of at most 1 MiB: its value.",
            implementation = Object.class)
        @JsonRawValue
        @Nullable String value,
    @Schema(description = "Of an image: its type by its first bytes.") @Nullable String mediaType,
    @Schema(description = "Of an image: pixels; 0 when its header does not tell.")
        @Nullable Long width,
    @Schema(description = "Of an image: pixels; 0 when its header does not tell.")
        @Nullable Long height,
    @Schema(description = "Of an image: whether it has at most 50 million pixels.")
        @Nullable Boolean showable) {

  static PreviewBody of(Previews.SizedPreview sized) {
    long size = sized.size();
    return switch (sized.preview()) {
      case Preview.Text(String text, boolean truncated) ->
          new PreviewBody("text", size, truncated, text, null, null, null, null, null, null);
      case Preview.Table(List<List<String>> rows, boolean truncated) ->
          new PreviewBody("table", size, truncated, null, rows, null, null, null, null, null);
      case Preview.Json(String text) ->
          new PreviewBody("json", size, false, null, null, text, null, null, null, null);
      case Preview.Image image ->
          new PreviewBody(
              "image",
              size,
              true,
              null,
              null,
              null,
              image.mediaType(),
              image.width(),
              image.height(),
              image.isShowable());
      case Preview.Binary() ->
          new PreviewBody("binary", size, size > 0, null, null, null, null, null, null, null);
    };
  }
}
