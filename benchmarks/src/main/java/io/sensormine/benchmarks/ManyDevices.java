package io.sensormine.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Devices to search: how common a value is differs from filter to filter, 0.01 % to 90 %, and
 * plants and regions were registered one after another, as it happens.
 */
final class ManyDevices {
  static final int TYPES = 5;
  private static final double[] TYPE_SHARES = {0.5, 0.3, 0.15, 0.049};
  private static final String[] KINDS = {
    "Pump", "Valve", "Motor", "Meter", "Boiler", "Fan", "Lamp"
  };

  private final List<String> types;
  private final int count;

  ManyDevices(List<String> types, int count) {
    this.types = List.copyOf(types);
    this.count = count;
  }

  static String externalId(int number) {
    return String.format(Locale.ROOT, "plant-%03d-%07d", number / 10_000, number);
  }

  /** One device as it is created; the same number is always the same device. */
  Map<String, Object> device(int number) {
    var random = new Random(number * 0x9E3779B97F4A7C15L);
    random.nextLong();
    var device = new LinkedHashMap<String, Object>();
    device.put("externalId", externalId(number));
    device.put("name", KINDS[number % KINDS.length] + " " + number / KINDS.length);
    device.put("deviceTypeId", types.get(type(random.nextDouble())));
    device.put("status", status(random.nextDouble()));
    if (random.nextDouble() < 0.7) {
      device.put(
          "serialNumber", "SN" + Integer.toHexString(random.nextInt()).toUpperCase(Locale.ROOT));
    }
    var attributes = new LinkedHashMap<String, Object>();
    attributes.put("region", "region-" + number * 10L / count);
    attributes.put("firmware", "1." + random.nextInt(20));
    attributes.put("floor", random.nextInt(40));
    attributes.put("asset", "A" + number);
    device.put("attributes", attributes);
    var tags = new ArrayList<String>();
    addTag(tags, "outdoor", random.nextDouble() < 0.5);
    addTag(tags, "leased", random.nextDouble() < 0.05);
    addTag(tags, "audited", random.nextDouble() < 0.0001);
    device.put("tags", tags);
    if (random.nextDouble() < 0.9) {
      var city = random.nextInt(30);
      device.put(
          "location",
          Map.of(
              "latitude", 47.5 + city * 0.25 + random.nextGaussian() * 0.05,
              "longitude", 6 + city * 7 % 30 * 0.3 + random.nextGaussian() * 0.05));
    }
    return device;
  }

  private static int type(double drawn) {
    double sum = 0;
    for (int i = 0; i < TYPE_SHARES.length; i++) {
      sum += TYPE_SHARES[i];
      if (drawn < sum) {
        return i;
      }
    }
    return TYPE_SHARES.length;
  }

  private static String status(double drawn) {
    return drawn < 0.9 ? "ACTIVE" : drawn < 0.99 ? "INACTIVE" : "MAINTENANCE";
  }

  private static void addTag(List<String> tags, String tag, boolean wanted) {
    if (wanted) {
      tags.add(tag);
    }
  }
}
