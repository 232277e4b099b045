package io.sensormine.query.series;

import io.sensormine.contracts.device.DeviceSelection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The groups that the devices fall into.
 *
 * @param keys what each group is, in the order of their first devices
 * @param devices every device's id, in order
 * @param groupOf the group of the device of the same index, an index into {@code keys}
 */
record Groups(List<Map<String, String>> keys, List<UUID> devices, List<Integer> groupOf) {
  Groups {
    keys = List.copyOf(keys);
    devices = List.copyOf(devices);
    groupOf = List.copyOf(groupOf);
  }

  static Groups of(Collection<DeviceSelection.Item> items, Collection<Grouping> groupings) {
    var indexes = new LinkedHashMap<Map<String, String>, Integer>();
    var devices = new ArrayList<UUID>(items.size());
    var groupOf = new ArrayList<Integer>(items.size());
    for (var item : items) {
      var key = new LinkedHashMap<String, String>();
      groupings.forEach(grouping -> key.put(grouping.code(), grouping.key(item)));
      devices.add(item.id());
      groupOf.add(indexes.computeIfAbsent(key, any -> indexes.size()));
    }
    return new Groups(List.copyOf(indexes.keySet()), devices, groupOf);
  }
}
