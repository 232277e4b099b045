package io.sensormine.query.series;

import io.sensormine.contracts.device.DeviceSelection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The groups that devices fall into.
 *
 * @param keys what each group is, in the order of their first devices
 * @param devices those that are in any group, in order of id
 * @param of the groups of the device of the same index, as indexes into {@code keys}
 */
record Groups(List<Map<String, String>> keys, List<DeviceSelection.Item> devices, List<int[]> of) {
  Groups {
    keys = List.copyOf(keys);
    devices = List.copyOf(devices);
    of = List.copyOf(of);
  }

  static Groups of(Collection<DeviceSelection.Item> items, Collection<Grouping> groupings) {
    var indexes = new LinkedHashMap<Map<String, String>, Integer>();
    var devices = new ArrayList<DeviceSelection.Item>(items.size());
    var of = new ArrayList<int[]>(items.size());
    for (var item : items) {
      var groups =
          combined(item, groupings).stream()
              .mapToInt(key -> indexes.computeIfAbsent(key, any -> indexes.size()))
              .toArray();
      if (groups.length > 0) {
        devices.add(item);
        of.add(groups);
      }
    }
    return new Groups(List.copyOf(indexes.keySet()), devices, of);
  }

  private static List<Map<String, String>> combined(
      DeviceSelection.Item device, Collection<Grouping> groupings) {
    List<Map<String, String>> combined = List.of(Map.of());
    for (var grouping : groupings) {
      var next = new ArrayList<Map<String, String>>();
      for (var key : combined) {
        for (var value : grouping.keys(device)) {
          var longer = new LinkedHashMap<>(key);
          longer.put(grouping.code(), value);
          next.add(longer);
        }
      }
      combined = next;
    }
    return combined;
  }
}
