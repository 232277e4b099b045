package io.sensormine.device.registry;

import io.sensormine.contracts.registry.Change;
import java.util.List;

/** What a changed reference does to the messages that devices send. */
public sealed interface SchemaStep {
  /** The same version is selected, or one that takes all that the former one took. */
  record Harmless() implements SchemaStep {}

  /**
   * Messages were not checked, and are now.
   *
   * @param active whether a version is selected that takes any
   */
  record Added(boolean active) implements SchemaStep {}

  /** Messages were checked, and are no more. */
  record Removed() implements SchemaStep {}

  /** Another schema, of which no version is ACTIVE: all messages are refused. */
  record Inactive() implements SchemaStep {}

  /**
   * Messages that fit the former version may not fit the one selected now.
   *
   * @param from the former version's number
   * @param to the new one's
   * @param changes those that break it; at least one
   */
  record Incompatible(int from, int to, List<Change> changes) implements SchemaStep {
    public Incompatible {
      changes = List.copyOf(changes);
    }
  }
}
