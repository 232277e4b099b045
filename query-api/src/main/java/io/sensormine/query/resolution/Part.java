package io.sensormine.query.resolution;

import java.util.List;

/**
 * What is read from one table.
 *
 * @param spans read of every device, in order
 * @param own read of single devices besides
 * @param except cells of single devices that are not read, by the time that they are of
 */
public record Part(List<Span> spans, List<DeviceSpan> own, List<DeviceSpan> except) {
  public Part {
    spans = List.copyOf(spans);
    own = List.copyOf(own);
    except = List.copyOf(except);
  }

  /** Whether nothing is read. */
  public boolean isEmpty() {
    return spans.isEmpty() && own.isEmpty();
  }
}
