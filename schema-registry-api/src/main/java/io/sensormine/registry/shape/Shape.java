package io.sensormine.registry.shape;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A schema, normalised: all demands that hold at one place at once, with every {@code $ref}
 * followed, every {@code allOf} merged and every {@code not} pushed inwards. Empty, it takes any
 * value.
 *
 * @param demands in the order of the text
 * @param sources the schemas that it is made of, the nearest first; they take part in no equality
 */
public record Shape(List<Demand> demands, Sources sources) {
  /** Takes any value, and no schema says so. */
  public static final Shape ANY = new Shape(List.of(), new Sources(List.of()));

  public Shape {
    demands = List.copyOf(demands);
  }

  /** A schema that a shape is made of, and where it stands. */
  public record Source(JsonPointer at, JsonNode schema) {}

  /** All sources are equal, as all origins are. */
  public static final class Sources {
    private final List<Source> all;

    public Sources(List<Source> all) {
      this.all = List.copyOf(all);
    }

    public List<Source> all() {
      return all;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Sources;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  /** Without sources: what is reasoned out, not written. */
  public static Shape of(List<? extends Demand> demands) {
    return new Shape(List.copyOf(demands), ANY.sources);
  }

  /** What fits all of them. */
  public static Shape all(List<Shape> shapes) {
    if (shapes.size() == 1) {
      return shapes.getFirst();
    }
    var demands = new ArrayList<Demand>();
    var sources = new ArrayList<Source>();
    for (var shape : shapes) {
      demands.addAll(shape.demands);
      sources.addAll(shape.sources.all());
    }
    return new Shape(demands, new Sources(sources));
  }

  public Shape and(Shape other) {
    return all(List.of(this, other));
  }

  public Shape and(Demand... more) {
    return and(of(List.of(more)));
  }

  public Shape without(Demand demand) {
    return new Shape(demands.stream().filter(one -> !one.equals(demand)).toList(), sources);
  }

  /** Its demands of one kind. */
  public <D extends Demand> List<D> demands(Class<D> kind) {
    return demands.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Whether it takes any value. */
  public boolean isAny() {
    return demands.isEmpty();
  }
}
