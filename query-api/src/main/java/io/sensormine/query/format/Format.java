package io.sensormine.query.format;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** What an answer can be written in, the first being what is written where all are accepted. */
public enum Format {
  JSON(Format.JSON_TYPE) {
    @Override
    TableWriter writer(List<Column> columns, OutputStream out) {
      throw new IllegalStateException("JSON answers are no tables");
    }
  },
  CSV(Format.CSV_TYPE + "; charset=utf-8") {
    @Override
    TableWriter writer(List<Column> columns, OutputStream out) {
      return new CsvTable(columns, out);
    }
  },
  NDJSON(Format.NDJSON_TYPE) {
    @Override
    TableWriter writer(List<Column> columns, OutputStream out) throws IOException {
      return new NdjsonTable(columns, out);
    }
  },
  ARROW(Format.ARROW_TYPE) {
    @Override
    TableWriter writer(List<Column> columns, OutputStream out) {
      return new ArrowTable(
          columns, out, Memory.ROOT.newChildAllocator("table", 0, Long.MAX_VALUE));
    }
  };

  /** For annotations. */
  public static final String JSON_TYPE = MediaType.APPLICATION_JSON;

  /** For annotations. */
  public static final String CSV_TYPE = "text/csv";

  /** For annotations. */
  public static final String NDJSON_TYPE = "application/x-ndjson";

  /** For annotations. */
  public static final String ARROW_TYPE = "application/vnd.apache.arrow.stream";

  private final String mediaType;

  Format(String mediaType) {
    this.mediaType = mediaType;
  }

  /** Made by the first that writes Arrow: the JVM must have been started with a flag for it. */
  private static final class Memory {
    private static final BufferAllocator ROOT = new RootAllocator();
  }

  abstract TableWriter writer(List<Column> columns, OutputStream out) throws IOException;

  MediaType mediaType() {
    return MediaType.of(mediaType);
  }

  /**
   * The one that the request's {@code Accept} prefers; JSON where it has none. Refuses (406) one
   * that accepts none of them, as far as the framework has not: it does not look at {@code q=0}.
   */
  public static Format accepted(HttpRequest<?> request) {
    // the framework has specific ones before general ones, whatever their q
    var byQuality =
        request.accept().stream()
            .sorted(Comparator.comparing(MediaType::getQualityAsNumber).reversed())
            .toList();
    for (var accepted : byQuality) {
      for (var format : values()) {
        if (accepted.getQualityAsNumber().signum() > 0 && format.isOneOf(accepted)) {
          return format;
        }
      }
    }
    if (!byQuality.isEmpty()) {
      throw ProblemException.of(
          ProblemType.NOT_ACCEPTABLE, "There are JSON, CSV, NDJSON and an Arrow stream here.");
    }
    return JSON;
  }

  /** Whether it is in what is accepted, such as {@code text/*}. */
  private boolean isOneOf(MediaType accepted) {
    var own = mediaType();
    return isOrAny(accepted.getType(), own.getType())
        && isOrAny(accepted.getSubtype(), own.getSubtype());
  }

  private static boolean isOrAny(String accepted, String own) {
    return accepted.equals("*") || accepted.equalsIgnoreCase(own);
  }
}
