package io.sensormine.kit.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProblemTypeTest {
  @Test
  void isExplainedInTheDocumentationTypeByType() throws IOException {
    var document = Files.readString(Path.of("..", "docs", "problems.md"));
    var explained =
        Pattern.compile("^\\| `([a-z-]+)` \\| (\\d{3}) \\|", Pattern.MULTILINE)
            .matcher(document)
            .results()
            .map(row -> row.group(1) + " " + row.group(2));
    assertThat(explained)
        .containsExactlyElementsOf(
            Arrays.stream(ProblemType.values())
                .map(type -> type.code() + " " + type.status())
                .toList());
  }
}
