package io.sensormine.standalone.simulate.generate;

import java.util.random.RandomGenerator;

/** What a schema says of a field; devices begin at different values of it. */
@FunctionalInterface
interface Template {
  /** The field of one more device, which draws from {@code random} from now on. */
  Source begin(RandomGenerator random);
}
