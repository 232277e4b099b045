package io.sensormine.device.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which a search looks for candidates, the most promising first; each finds all
 * devices, so that the next can go on where one is given up. What is rare is found at once by the
 * first; what is common is found early on any. The others are for what is common alone and rare
 * together, or lies at the end: a plant that was registered last, two tags that exclude each other.
 */
final class SearchCourse {
  /** How many devices are looked at in a first step along an ordered source. */
  private static final int STRIDE = 2_000;

  /** Along an unordered one, which is sorted for each step. */
  private static final int SORTED_STRIDE = 4_000;

  /** Where sources have met, and much of what is looked at is found. */
  private static final int MET_STRIDE = 500;

  private SearchCourse() {}

  /**
   * What is known of a source beyond an id: a sample of its devices, in order of id. An ordered one
   * gives its first ones, an unordered one any.
   *
   * @param size of the sample: at most {@link SearchPlan#FEW}, or {@link SearchPlan#FEW_TO_SORT} of
   *     an unordered one
   * @param first the sample's first id; null where it is empty
   * @param reach the sample's {@link SearchPlan#FEW}th id; null where there are not so many
   */
  record Size(Source source, long size, @Nullable UUID first, @Nullable UUID reach) {
    boolean small() {
      return size < SearchPlan.FEW;
    }

    boolean large() {
      return !source.ordered() && size >= SearchPlan.FEW_TO_SORT;
    }

    /** Whether none of the sample comes as early as the other's first few. */
    boolean isLaterThan(Size other) {
      return String.valueOf(first).compareTo(String.valueOf(other.reach)) > 0;
    }

    boolean isSparserThan(Size other) {
      return String.valueOf(reach).compareTo(String.valueOf(other.reach)) > 0;
    }
  }

  /**
   * A way to candidates.
   *
   * @param candidates those beyond an id
   * @param stride how many are looked at in the first step
   * @param eager whether a first look at only a few is worth it
   */
  record Way(Function<UUID, Sql> candidates, int stride, boolean eager) {}

  /** The way of one ordered source, whatever its size. */
  static List<Way> of(Source ordered) {
    return List.of(walking(ordered));
  }

  /** By sources of which one at least is ordered. */
  static List<Way> of(List<Size> sizes) {
    var smallest = sizes.stream().min(Comparator.comparingLong(Size::size)).orElseThrow();
    if (smallest.small()) {
      return List.of(walking(smallest.source()));
    }
    var sparsest =
        sizes.stream()
            .filter(each -> each.source().ordered())
            .reduce((one, other) -> other.isSparserThan(one) ? other : one)
            .orElseThrow();
    var sortable =
        sizes.stream()
            .filter(each -> !each.source().ordered() && !each.large())
            .min(Comparator.comparingLong(Size::size));
    var ways = new ArrayList<Way>();
    sizes.stream()
        .filter(each -> each.large() && each.isLaterThan(sparsest))
        .forEach(each -> ways.add(walking(each.source())));
    ways.add(
        walking(sortable.filter(each -> !sparsest.isSparserThan(each)).orElse(sparsest).source()));
    Stream.of(sizes.stream().filter(each -> !each.large()), sizes.stream())
        .map(some -> some.map(Size::source).filter(source -> !source.equals(Source.all())).toList())
        .filter(sources -> !sources.isEmpty() && !sources.equals(List.of(sparsest.source())))
        .distinct()
        .forEach(sources -> ways.add(meeting(sources)));
    return ways;
  }

  private static Way meeting(List<Source> sources) {
    return sources.size() == 1
        ? walking(sources.getFirst())
        : new Way(after -> SearchPlan.met(sources, after), MET_STRIDE, false);
  }

  private static Way walking(Source source) {
    return new Way(
        after -> SearchPlan.walked(source, after),
        source.ordered() ? STRIDE : SORTED_STRIDE,
        source.ordered());
  }
}
