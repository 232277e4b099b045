package io.sensormine.registry.shape;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * Where a demand stands in its definition. All origins are equal, so that two demands are equal
 * when they demand the same, wherever they are written.
 */
public final class Origin {
  /** Of what follows from what is written, and stands nowhere itself. */
  public static final Origin REASONED =
      new Origin(JsonPointer.empty(), "", MissingNode.getInstance());

  private final JsonPointer schema;
  private final String keyword;
  private final JsonNode fragment;

  /**
   * @param schema where the schema stands that has the keyword
   * @param fragment the keyword's value
   */
  public Origin(JsonPointer schema, String keyword, JsonNode fragment) {
    this.schema = schema;
    this.keyword = keyword;
    this.fragment = fragment;
  }

  /** Where the schema stands that has the keyword. */
  public JsonPointer schema() {
    return schema;
  }

  /** Where the keyword stands; for a boolean schema, the schema itself. */
  public JsonPointer pointer() {
    return keyword.isEmpty() ? schema : schema.appendProperty(keyword);
  }

  /** Empty for a boolean schema. */
  public String keyword() {
    return keyword;
  }

  /** The keyword's value. */
  public JsonNode fragment() {
    return fragment;
  }

  /** Whether it stands in a definition. */
  public boolean isWritten() {
    return !fragment.isMissingNode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Origin;
  }

  @Override
  public int hashCode() {
    return 1;
  }

  @Override
  public String toString() {
    return pointer().toString();
  }
}
