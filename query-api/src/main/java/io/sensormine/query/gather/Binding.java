package io.sensormine.query.gather;

import io.sensormine.query.resolution.DeviceSpan;
import io.sensormine.query.resolution.Span;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Binds a statement's parameters, one after the other. */
final class Binding {
  private final Connection connection;
  private final PreparedStatement statement;
  private int next = 1;

  Binding(Connection connection, PreparedStatement statement) {
    this.connection = connection;
    this.statement = statement;
  }

  Binding uuids(Collection<UUID> ids) throws SQLException {
    return array("uuid", ids.toArray());
  }

  Binding texts(Collection<String> texts) throws SQLException {
    return array("text", texts.toArray());
  }

  /** Of their own type: a cast of texts would be done again for each row. */
  Binding times(Object[] times) throws SQLException {
    return array("timestamptz", times);
  }

  Binding time(Instant time) throws SQLException {
    statement.setObject(next++, time.atOffset(ZoneOffset.UTC));
    return this;
  }

  /** The length of fixed buckets, in seconds; otherwise when each starts. */
  Binding buckets(Gathering gathering) throws SQLException {
    var size = gathering.buckets().size();
    if (!size.fixed()) {
      return times(gathering.edges());
    }
    statement.setDouble(next++, (double) size.seconds());
    return this;
  }

  Binding number(int number) throws SQLException {
    statement.setInt(next++, number);
    return this;
  }

  /** Two arrays: where each begins and where it ends. */
  Binding spans(List<Span> spans) throws SQLException {
    times(spans.stream().map(span -> span.start().toString()).toArray());
    return times(spans.stream().map(span -> span.end().toString()).toArray());
  }

  /** Three arrays: whose each is, where it begins and where it ends. */
  Binding ownSpans(List<DeviceSpan> spans) throws SQLException {
    uuids(spans.stream().map(DeviceSpan::deviceId).toList());
    return spans(spans.stream().map(DeviceSpan::span).toList());
  }

  /** Where spans begin and end, in turns; they are in order and apart. */
  Binding edges(List<Span> spans) throws SQLException {
    return times(
        spans.stream()
            .flatMap(span -> Stream.of(span.start().toString(), span.end().toString()))
            .toArray());
  }

  /** Two arrays: whose each is and where it begins. */
  Binding starts(List<DeviceSpan> spans) throws SQLException {
    return uuids(spans.stream().map(DeviceSpan::deviceId).toList())
        .times(spans.stream().map(own -> own.span().start().toString()).toArray());
  }

  /** Two arrays: each device once for each of its groups, and the groups. */
  Binding groups(Gathering gathering) throws SQLException {
    return uuids(repeated(gathering)).array("int4", grouped(gathering).toArray());
  }

  /** Four arrays: what each is called, the name's index, and in the rows of which versions. */
  Binding lookups(List<Lookup> lookups, List<String> names) throws SQLException {
    return texts(lookups.stream().map(lookup -> names.get(lookup.name())).toList())
        .array("int4", lookups.stream().map(Lookup::name).toArray())
        .array("bool", lookups.stream().map(Lookup::others).toArray())
        .texts(
            lookups.stream()
                .map(lookup ->
                    lookup.versions().stream()
                        .map(UUID::toString)
                        .collect(Collectors.joining(",", "{", "}")))
                .toList());
  }

  private static List<UUID> repeated(Gathering gathering) {
    var repeated = new ArrayList<UUID>();
    for (int at = 0; at < gathering.devices().size(); at++) {
      repeated.addAll(
          Collections.nCopies(gathering.groups().get(at).length, gathering.devices().get(at)));
    }
    return repeated;
  }

  private static List<Integer> grouped(Gathering gathering) {
    var groups = new ArrayList<Integer>();
    for (var ofDevice : gathering.groups()) {
      for (var group : ofDevice) {
        groups.add(group);
      }
    }
    return groups;
  }

  private Binding array(String type, Object[] values) throws SQLException {
    statement.setArray(next++, connection.createArrayOf(type, values));
    return this;
  }
}
