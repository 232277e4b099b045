package io.sensormine.query.format;

import java.io.Serial;

/** A number as JSON writes it, kept as text: formats that write text need not know its value. */
public final class NumberText extends Number {
  @Serial private static final long serialVersionUID = 1;

  private final String text;

  public NumberText(String text) {
    this.text = text;
  }

  @Override
  public int intValue() {
    return (int) doubleValue();
  }

  @Override
  public long longValue() {
    return (long) doubleValue();
  }

  @Override
  public float floatValue() {
    return (float) doubleValue();
  }

  @Override
  public double doubleValue() {
    return Double.parseDouble(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
