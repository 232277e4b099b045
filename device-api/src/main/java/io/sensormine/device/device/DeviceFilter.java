package io.sensormine.device.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.micronaut.http.HttpParameters;
import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.device.attribute.AttributeValues;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.text.PlainText;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The filters that every list of devices takes as query parameters. */
@Singleton
public final class DeviceFilter {
  /** Of the family {@code attr.<name>}. */
  public static final String ATTRIBUTE = "attr.";

  /** What clients are told of the filters. */
  public static final String DESCRIPTION =
      "`q` is a prefix of the name, the external id or the serial number, in any case; `tag`"
          + " repeats, and all of them must be there; `attr.<name>` is what an attribute equals:"
          + " text, a number or a boolean, as it is written; `bbox` is west,south,east,north in"
          + " degrees, edges included, crossing the antimeridian where west is greater than east.";

  private final ObjectMapper json;

  DeviceFilter(ObjectMapper json) {
    this.json = json;
  }

  /** What the parameters ask for; 400 for one that no device can meet. */
  public DeviceCriteria criteria(
      @Nullable String q,
      @Nullable UUID deviceTypeId,
      @Nullable DeviceStatus status,
      @Nullable String bbox,
      HttpParameters parameters) {
    var criteria = new DeviceCriteria();
    if (q != null && !q.isEmpty()) {
      PlainText.parameter("q", q);
      criteria.prefix(q);
    }
    if (deviceTypeId != null) {
      criteria.type(deviceTypeId);
    }
    if (status != null) {
      criteria.status(status);
    }
    // not the bound parameter, which the framework splits at commas where it is there once
    for (var tag : parameters.getAll("tag")) {
      PlainText.parameter("tag", tag);
      criteria.tag(tag);
    }
    var box = BoundingBox.ofQuery(bbox);
    if (box != null) {
      criteria.box(box);
    }
    for (var parameter : parameters.names()) {
      if (parameter.startsWith(ATTRIBUTE)) {
        attribute(parameter, parameters.getAll(parameter), criteria);
      }
    }
    return criteria;
  }

  private void attribute(String parameter, List<String> values, DeviceCriteria criteria) {
    var name = parameter.substring(ATTRIBUTE.length());
    PlainText.parameter(parameter, name);
    if (name.isEmpty() || values.size() != 1) {
      throw ProblemException.at(
          "/" + parameter,
          ProblemType.INVALID_PARAMETER,
          "An attribute is asked for once, by attr.<name>=<value>.");
    }
    PlainText.parameter(parameter, values.getFirst());
    criteria.attribute(name, meanings(values.getFirst()));
  }

  /** A text, and the number or boolean that it may as well stand for. */
  private List<JsonNode> meanings(String text) {
    var meanings = new ArrayList<JsonNode>();
    meanings.add(TextNode.valueOf(text));
    try {
      var literal = json.readTree(text);
      if (literal.isBoolean()
          || (literal.isNumber() && AttributeValues.isStorable(literal.decimalValue()))) {
        meanings.add(literal);
      }
    } catch (JsonProcessingException | NumberFormatException textOnly) {
      // the latter for a number whose exponent no BigDecimal holds
      return meanings;
    }
    return meanings;
  }
}
