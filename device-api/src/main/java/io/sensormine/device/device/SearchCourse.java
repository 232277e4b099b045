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
 *
 * @param start the id beyond which the first step looks
 */
record SearchCourse(UUID start, List<Way> ways) {
  /** How many devices are looked at in a first step along an ordered source. */
  private static final int STRIDE = 2_000;

  /** Along an unordered one, which is read and sorted whole for each step; meeting is as cheap. */
  private static final int SORTED_STRIDE = 1_000;

  /** Along one that takes long to sort. */
  private static final int LARGE_STRIDE = 2_000;

  /** Where sources have met, and much of what is looked at is found. */
  private static final int MET_STRIDE = 500;

  /** How many are looked at in vain before another way is tried. */
  private static final int PATIENCE = 2_000;

  SearchCourse {
    ways = List.copyOf(ways);
  }

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
   * @param patience how many are looked at in vain before another way is tried
   * @param eager whether a first look at only a few is worth it
   */
  record Way(Function<UUID, Sql> candidates, int stride, int patience, boolean eager) {}

  /** The course along one ordered source, whatever its size. */
  static SearchCourse of(Source ordered, UUID after) {
    return new SearchCourse(after, List.of(along(ordered)));
  }

  /**
   * The course by sources of which one at least is ordered.
   *
   * @param after the id beyond which their samples were taken
   */
  static SearchCourse of(List<Size> sizes, UUID after) {
    return new SearchCourse(start(sizes, after), ways(sizes));
  }

  /**
   * Where all the sources have begun: right before the latest of the ids that they are known to
   * begin with. A large one's sample does not tell its first id.
   */
  private static UUID start(List<Size> sizes, UUID after) {
    return sizes.stream()
        .filter(each -> !each.large())
        .flatMap(each -> Stream.ofNullable(each.first()))
        .max(Comparator.comparing(UUID::toString))
        .map(SearchCourse::before)
        .orElse(after);
  }

  private static UUID before(UUID id) {
    var low = id.getLeastSignificantBits();
    return new UUID(id.getMostSignificantBits() - (low == 0 ? 1 : 0), low - 1);
  }

  private static List<Way> ways(List<Size> sizes) {
    var smallest = sizes.stream().min(Comparator.comparingLong(Size::size)).orElseThrow();
    if (smallest.small()) {
      return List.of(walking(smallest));
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
        .forEach(each -> ways.add(walking(each)));
    ways.add(walking(sortable.filter(each -> !sparsest.isSparserThan(each)).orElse(sparsest)));
    Stream.of(sizes.stream().filter(each -> !each.large()), sizes.stream())
        .map(some -> some.map(Size::source).filter(source -> !source.equals(Source.all())).toList())
        .filter(sources -> !sources.isEmpty() && !sources.equals(List.of(sparsest.source())))
        .distinct()
        .forEach(sources -> ways.add(meeting(sources)));
    return ways;
  }

  private static Way meeting(List<Source> sources) {
    return sources.size() == 1
        ? sources.getFirst().ordered()
            ? along(sources.getFirst())
            : sorted(sources.getFirst(), LARGE_STRIDE)
        : new Way(after -> SearchPlan.met(sources, after), MET_STRIDE, PATIENCE, false);
  }

  private static Way walking(Size size) {
    return size.source().ordered()
        ? along(size.source())
        : sorted(size.source(), size.large() ? LARGE_STRIDE : SORTED_STRIDE);
  }

  private static Way along(Source ordered) {
    return new Way(after -> SearchPlan.walked(ordered, after), STRIDE, PATIENCE, true);
  }

  private static Way sorted(Source unordered, int stride) {
    return new Way(after -> SearchPlan.walked(unordered, after), stride, stride / 2, false);
  }
}
