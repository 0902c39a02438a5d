package imprint.storage;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A page of a listing as servers send it. The client's own reading of some listings refuses answers
 * without owners, which many servers leave out.
 *
 * @param fields what is told of the page, by the names of S3
 * @param items what is listed, each by the names of S3
 */
record S3Page(Map<String, String> fields, List<Map<String, String>> items) {
  /**
   * Reads a page whose items are elements of this name.
   *
   * @throws XMLStreamException when it is no XML
   */
  static S3Page read(InputStream xml, String item) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader reader = factory.createXMLStreamReader(xml);
    Map<String, String> fields = new HashMap<>();
    List<Map<String, String>> items = new ArrayList<>();
    Map<String, String> into = fields;
    StringBuilder text = new StringBuilder();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          text.setLength(0);
          if (reader.getLocalName().equals(item)) {
            into = new HashMap<>();
            items.add(into);
          }
        }
        case XMLStreamConstants.CHARACTERS -> text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          if (reader.getLocalName().equals(item)) {
            into = fields;
          } else {
            into.put(reader.getLocalName(), text.toString());
          }
          text.setLength(0);
        }
        default -> {}
      }
    }
    return new S3Page(fields, items);
  }

  /** A field of the page, empty when it has none of this name. */
  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** Whether there may be another page. */
  boolean isTruncated() {
    return field("IsTruncated").equals("true") && !items.isEmpty();
  }
}
