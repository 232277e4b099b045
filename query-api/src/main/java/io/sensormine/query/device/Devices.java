package io.sensormine.query.device;

import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.device.DeviceSelector;
import io.sensormine.kit.problem.Problem;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Violation;
import io.sensormine.query.telemetry.QueryLimits;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The devices of the tenant at hand that a query is about, as device-api knows them. */
@Singleton
public final class Devices {
  private static final int MAX_NAMED = 100;
  private static final int UNPROCESSABLE = 422;

  private final DeviceClient client;
  private final QueryLimits limits;

  Devices(DeviceClient client, QueryLimits limits) {
    this.client = client;
    this.limits = limits;
  }

  /**
   * The devices that meet every criterion, in order of id; 422 where there is no criterion, where a
   * device is named that the tenant does not have ({@code unknown-device}), or where they are more
   * than a query may be about.
   */
  public List<DeviceSelection.Item> select(DeviceSelector selector) {
    return selection(selector).items();
  }

  /** The same devices, and their types. */
  public DeviceSelection selection(DeviceSelector selector) {
    if (criteria(selector) == 0) {
      throw ProblemException.at(
          "/devices",
          ProblemType.INVALID_REQUEST,
          "Say which devices: by ids, externalIds, deviceTypeId, tags or attributes.");
    }
    if (isEmpty(selector.ids()) || isEmpty(selector.externalIds())) {
      return new DeviceSelection(List.of(), List.of());
    }
    var selection = ask(selector);
    var items = selection.items();
    refuseUnknown(selector, items);
    if (items.size() > limits.maxDevices()) {
      throw ProblemException.at(
          "/devices",
          ProblemType.OVER_BUDGET,
          "These are %d devices; a query takes %d at the most."
              .formatted(items.size(), limits.maxDevices()));
    }
    return selection;
  }

  private DeviceSelection ask(DeviceSelector selector) {
    try {
      return client.select(selector);
    } catch (HttpClientResponseException refused) {
      if (refused.getStatus().getCode() != UNPROCESSABLE) {
        throw refused;
      }
      throw refused
          .getResponse()
          .getBody(Problem.class)
          .map(Devices::asOurs)
          .orElseThrow(() -> refused);
    }
  }

  private static ProblemException asOurs(Problem problem) {
    var violations =
        problem.errors().stream()
            .map(error -> new Violation("/devices" + error.path(), error.code(), error.message()))
            .toList();
    return ProblemException.of(
        ProblemType.INVALID_REQUEST, String.valueOf(problem.detail()), violations);
  }

  private void refuseUnknown(DeviceSelector selector, List<DeviceSelection.Item> items) {
    var unknown = new ArrayList<Violation>();
    unknown.addAll(
        unknown(
            "ids",
            selector.ids(),
            items,
            DeviceSelection.Item::id,
            missing -> only(selector, new DeviceSelector(missing, null, null, null, null), items)));
    unknown.addAll(
        unknown(
            "externalIds",
            selector.externalIds(),
            items,
            DeviceSelection.Item::externalId,
            missing -> only(selector, DeviceSelector.byExternalIds(missing), items)));
    if (!unknown.isEmpty()) {
      throw ProblemException.of(
          ProblemType.UNKNOWN_DEVICE,
          unknown.stream().limit(3).map(Violation::message).collect(Collectors.joining(" ")),
          unknown.stream().limit(MAX_NAMED).toList());
    }
  }

  /** A device that is there but fails another criterion is not unknown: asks by its name alone. */
  private List<DeviceSelection.Item> only(
      DeviceSelector selector, DeviceSelector byName, List<DeviceSelection.Item> items) {
    return criteria(selector) == 1 ? items : ask(byName).items();
  }

  private static <T> List<Violation> unknown(
      String criterion,
      @Nullable List<T> named,
      List<DeviceSelection.Item> items,
      Function<DeviceSelection.Item, T> name,
      Function<List<T>, List<DeviceSelection.Item>> again) {
    if (named == null) {
      return List.of();
    }
    var missing = missing(named, items, name);
    if (!missing.isEmpty()) {
      missing = missing(missing, again.apply(missing), name);
    }
    return missing.stream()
        .map(id ->
            new Violation(
                "/devices/" + criterion + "/" + named.indexOf(id),
                ProblemType.UNKNOWN_DEVICE.code(),
                "There is no device `%s`.".formatted(id)))
        .toList();
  }

  private static <T> List<T> missing(
      List<T> named, List<DeviceSelection.Item> items, Function<DeviceSelection.Item, T> name) {
    Set<T> found = items.stream().map(name).collect(Collectors.toCollection(HashSet::new));
    return named.stream().distinct().filter(id -> !found.contains(id)).toList();
  }

  private static int criteria(DeviceSelector selector) {
    return given(selector.ids() != null)
        + given(selector.externalIds() != null)
        + given(selector.deviceTypeId() != null)
        + given(selector.tags() != null && !selector.tags().isEmpty())
        + given(selector.attributes() != null && !selector.attributes().isEmpty());
  }

  private static boolean isEmpty(@Nullable List<?> names) {
    return names != null && names.isEmpty();
  }

  private static int given(boolean criterion) {
    return criterion ? 1 : 0;
  }

  /** The devices' ids, in their order. */
  public static UUID[] ids(List<DeviceSelection.Item> items) {
    return items.stream().map(DeviceSelection.Item::id).toArray(UUID[]::new);
  }
}
