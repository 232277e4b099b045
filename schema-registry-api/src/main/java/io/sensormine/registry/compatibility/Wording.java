package io.sensormine.registry.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.registry.Direction;
import io.sensormine.registry.compatibility.Finding.Fragment;
import io.sensormine.registry.containment.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says a difference in sentences. */
final class Wording {
  private static final int MAX_VALUE = 80;

  private Wording() {}

  /** What changed, and which messages that concerns. */
  static String message(Finding finding) {
    return String.join(
            " ", what(finding), consequence(finding.breaks()), tolerance(finding.tolerated()))
        .strip()
        .replaceAll(" +", " ");
  }

  private static String what(Finding finding) {
    var subject = subject(finding.place());
    var before = finding.before();
    var after = finding.after();
    return switch (finding.about()) {
      case "properties" ->
          after == null
              ? "%s is declared no more.".formatted(subject)
              : before == null
                  ? "%s is declared now.".formatted(subject)
                  : "%s is declared otherwise.".formatted(subject);
      case "type" -> type(subject, before, after);
      default ->
          finding.about().startsWith("required ")
              ? required(finding)
              : keyword(subject, before, after);
    };
  }

  private static String type(String subject, @Nullable Fragment before, @Nullable Fragment after) {
    if (before == null) {
      return "%s was of any type and is now %s.".formatted(subject, value(after));
    }
    return after == null
        ? "%s was %s and is now of any type.".formatted(subject, value(before))
        : "%s was %s and is now %s.".formatted(subject, value(before), value(after));
  }

  private static String required(Finding finding) {
    var fragment = finding.after() == null ? finding.before() : finding.after();
    var name = fragment == null ? "" : fragment.value().asText();
    return "%s is required %s."
        .formatted(
            subject(finding.place().step(name)), finding.after() == null ? "no more" : "now");
  }

  private static String keyword(
      String subject, @Nullable Fragment before, @Nullable Fragment after) {
    if (before == null) {
      return "%s now has %s.".formatted(subject, written(after));
    }
    return after == null
        ? "%s has no %s any more.".formatted(subject, written(before))
        : "%s had %s and now has %s.".formatted(subject, written(before), written(after));
  }

  private static String consequence(List<Direction> breaks) {
    if (breaks.size() == 2) {
      return "Either version takes messages that the other may refuse.";
    }
    if (breaks.isEmpty()) {
      return "";
    }
    return breaks.contains(Direction.BACKWARD)
        ? "Messages that fit the old version may not fit the new one."
        : "Messages that fit the new version may not fit the old one.";
  }

  private static String tolerance(List<Direction> tolerated) {
    return tolerated.isEmpty()
        ? ""
        : "Strictly, a message of the version that does not declare it may hold anything there, as its"
            + " object is open; the policy LENIENT lets that pass.";
  }

  /** What would be compatible; null where nothing breaks. */
  static @Nullable String hint(Finding finding) {
    var breaks = finding.breaks();
    if (breaks.isEmpty()) {
      return null;
    }
    var place = finding.place();
    var subject = place.steps().isEmpty() ? "the message" : subject(place);
    boolean backward = breaks.contains(Direction.BACKWARD);
    if (finding.about().startsWith("required ")) {
      return backward
          ? "Leave it optional; require it once every device sends it, as a schema of its own."
          : "Keep it required.";
    }
    if (finding.about().equals("properties")) {
      return finding.after() == null
          ? "Keep the declaration; mark it `deprecated` instead."
          : "Leave the object open to other properties in the version before this one, or add the"
              + " property under a name that the other version takes.";
    }
    if (breaks.size() == 2) {
      return "Leave %s as it was and declare a new property, with `x-renamed-from` if it takes its place."
          .formatted(subject);
    }
    return backward
        ? "Let the new version take all that the old one takes for %s: %s."
            .formatted(subject, kept(finding))
        : "Let the new version take no more than the old one takes for %s: %s."
            .formatted(subject, kept(finding));
  }

  private static String kept(Finding finding) {
    var before = finding.before();
    return before == null
        ? "leave %s out".formatted(written(finding.after()))
        : "keep %s".formatted(written(before));
  }

  /** What a sentence about a place begins with. */
  static String subject(Place place) {
    return place.steps().isEmpty() ? "The message" : "`" + place + "`";
  }

  private static String written(@Nullable Fragment fragment) {
    return fragment == null ? "" : "`%s` %s".formatted(fragment.keyword(), value(fragment));
  }

  private static String value(@Nullable Fragment fragment) {
    return fragment == null ? "" : shortened(fragment.value());
  }

  /** A value's JSON, cut where it is long. */
  static String shortened(JsonNode value) {
    if (value.isTextual() && value.textValue().length() < MAX_VALUE) {
      return value.textValue();
    }
    var text = value.toString();
    return text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE) + "…";
  }
}
