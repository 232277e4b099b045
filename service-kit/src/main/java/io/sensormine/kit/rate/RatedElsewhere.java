package io.sensormine.kit.rate;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks open operations that count by {@link Strangers}, and only who proves nothing by the body
 * that is sent: who does is not kept out by others behind the same address. A body of more than a
 * few kilobytes counts like any other request.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RatedElsewhere {}
