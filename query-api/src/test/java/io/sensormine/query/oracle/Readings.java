package io.sensormine.query.oracle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sensormine.query.oracle.World.Device;
import io.sensormine.query.oracle.World.Version;
import io.sensormine.query.testing.QueryService;
import io.sensormine.query.testing.QueryService.Message;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** What a world's devices have sent, at random; kept here as it is stored. */
final class Readings {
  /**
   * A value of a field.
   *
   * @param version that it was sent by
   * @param value a {@link BigDecimal}, {@link Boolean} or {@link String}
   * @param scaled the number that was sent, in another unit's scale but not shifted
   */
  record Reading(Device device, Instant time, Version version, Object value, BigDecimal scaled) {}

  private static final List<String> STATES = List.of("idle", "run", "fault", "off");

  private final Random random;
  private final List<Message> messages = new ArrayList<>();
  private final Map<UUID, Map<String, List<Reading>>> byDevice = new HashMap<>();

  Readings(World world, Random random) {
    this.random = random;
    world.devices().forEach(this::send);
  }

  void store(QueryService service, UUID tenantId) {
    service.storeAll(tenantId, messages);
  }

  /** A device's readings of a field, by the name that it has now, in order of time. */
  List<Reading> of(Device device, String field) {
    return byDevice.getOrDefault(device.id(), Map.of()).getOrDefault(field, List.of());
  }

  private void send(Device device) {
    var energy = new BigDecimal(random.nextInt(1_000));
    var temperature = new BigDecimal("20");
    var state = STATES.getFirst();
    // one device begins late
    var time = World.START.plus(Duration.ofHours(random.nextInt(4) == 0 ? random.nextInt(60) : 0));
    for (time = next(time); time.isBefore(World.END); time = next(time)) {
      energy =
          random.nextInt(50) == 0
              ? thousandths(random.nextDouble())
              : energy.add(thousandths(random.nextDouble() * 3));
      temperature = temperature.add(thousandths(random.nextGaussian()));
      state = random.nextInt(3) == 0 ? STATES.get(random.nextInt(STATES.size())) : state;
      var version = version(device, time);
      var fields = new HashMap<String, Object>();
      if (device.type().hasSchema()) {
        fields.put(World.TEMPERATURE, in(temperature, "Cel", version, World.TEMPERATURE));
        fields.put(World.ENERGY, in(energy, "kW.h", version, World.ENERGY));
      }
      fields.put(World.ON, random.nextInt(3) > 0);
      fields.put(World.STATE, state);
      fields.put(
          World.MIXED, random.nextInt(12) == 0 ? "n/a" : thousandths(random.nextGaussian() * 50));
      fields.put(World.CODE, new BigDecimal(random.nextInt(5)));
      fields.keySet().removeIf(any -> random.nextInt(5) == 0);
      keep(device, time, version, fields);
    }
  }

  private void keep(Device device, Instant time, Version version, Map<String, Object> fields) {
    var json = JsonNodeFactory.instance.objectNode();
    fields.forEach((field, value) -> {
      var name = version.stored(field);
      switch (value) {
        case BigDecimal number -> json.put(name, number);
        case Boolean truth -> json.put(name, truth);
        default -> json.put(name, value.toString());
      }
      byDevice
          .computeIfAbsent(device.id(), any -> new HashMap<>())
          .computeIfAbsent(field, any -> new ArrayList<>())
          .add(new Reading(device, time, version, value, Part.number(value)));
    });
    messages.add(new Message(device.id(), time, version.id(), json.toString()));
  }

  private static BigDecimal in(BigDecimal number, String unit, Version version, String field) {
    return Scale.convert(number, unit, version.units().getOrDefault(field, unit))
        .setScale(3, RoundingMode.HALF_UP);
  }

  private static BigDecimal thousandths(double number) {
    return BigDecimal.valueOf(number).setScale(3, RoundingMode.HALF_UP);
  }

  /** Mostly minutes later, now and then many hours, often at the edge of an hour or a quarter. */
  private Instant next(Instant before) {
    var step =
        random.nextInt(60) == 0
            ? Duration.ofMinutes(180 + random.nextInt(2_400))
            : Duration.ofSeconds(20 + random.nextInt(3_000));
    var later = before.plus(step);
    return switch (random.nextInt(10)) {
      case 0, 1 -> later.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
      case 2, 3 -> quarter(later);
      case 4 -> quarter(later).minus(1, ChronoUnit.MICROS);
      case 5 -> later.plus(random.nextInt(1_000_000), ChronoUnit.MICROS);
      default -> later;
    };
  }

  private static Instant quarter(Instant time) {
    return Instant.ofEpochSecond((time.getEpochSecond() / 900 + 1) * 900);
  }

  /** The newer the later, but some devices lag behind. */
  private Version version(Device device, Instant time) {
    var versions = device.type().versions();
    var share =
        (double) Duration.between(World.START, time).toSeconds()
            / Duration.between(World.START, World.END).toSeconds();
    return versions.get(
        random.nextInt(10) == 0
            ? random.nextInt(versions.size())
            : (int) (share * versions.size()));
  }
}
