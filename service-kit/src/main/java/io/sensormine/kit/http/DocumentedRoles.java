package io.sensormine.kit.http;

import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import jakarta.inject.Singleton;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Writes into an OpenAPI document who may call each operation, as its route declares it: {@code
 * x-roles} where a role is needed, and a sentence where the description has none; {@code security:
 * []} where the operation is open to everyone. So the document says what is enforced.
 */
@Singleton
final class DocumentedRoles {
  /** The roles of which a caller needs one, in alphabetical order. */
  static final String ROLES = "x-roles";

  /** Stands in {@value #ROLES} for whoever is authenticated. */
  static final String ANY = "ANY";

  private static final String SECURITY = "security";
  private static final String DESCRIPTION = "description";

  /** How a description says the roles to whoever reads it. */
  private static final String NAMED = "Roles:";

  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)[^}]*}");

  private final Router router;

  DocumentedRoles(Router router) {
    this.router = router;
  }

  /** The document with the roles in it; all else stays as it is. */
  String in(String document) {
    var yaml = yaml();
    var root = yaml.compose(new StringReader(document));
    var access = declared();
    entries(root)
        .filter(entry -> key(entry).equals("paths"))
        .flatMap(paths -> entries(paths.getValueNode()))
        .forEach(path ->
            entries(path.getValueNode())
                .forEach(operation -> {
                  var roles = access.get(route(key(operation), key(path)));
                  if (roles != null && operation.getValueNode() instanceof MappingNode described) {
                    describe(described, roles);
                  }
                }));
    var written = new StringWriter();
    yaml.serialize(root, written);
    return written.toString();
  }

  private Map<String, List<String>> declared() {
    var access = new HashMap<String, TreeSet<String>>();
    router
        .uriRoutes()
        .forEach(route ->
            access
                .computeIfAbsent(route(route), any -> new TreeSet<>())
                .addAll(Arrays.asList(route.getAnnotationMetadata().stringValues(Secured.class))));
    var lists = new HashMap<String, List<String>>();
    access.forEach((route, roles) -> lists.put(route, List.copyOf(roles)));
    return lists;
  }

  private static String route(UriRouteInfo<?, ?> route) {
    return route(route.getHttpMethodName(), route.getUriMatchTemplate().toPathString());
  }

  private static String route(String method, String path) {
    return method.toUpperCase(Locale.ROOT) + " " + VARIABLE.matcher(path).replaceAll("{$1}");
  }

  private static void describe(MappingNode operation, List<String> declared) {
    var open = declared.contains(SecurityRule.IS_ANONYMOUS);
    var roles = declared.contains(SecurityRule.IS_AUTHENTICATED) ? List.of(ANY) : declared;
    var described =
        entries(operation)
            .filter(entry -> key(entry).equals(DESCRIPTION))
            .map(entry -> entry.getValueNode() instanceof ScalarNode text ? text.getValue() : "")
            .findFirst()
            .orElse("");
    if (!open && !described.contains(NAMED)) {
      var sentence = NAMED + " " + String.join(", ", roles) + ".";
      set(operation, DESCRIPTION, quoted((described + " " + sentence).strip()));
    }
    if (open) {
      set(operation, SECURITY, list(List.of()));
    } else {
      set(operation, ROLES, list(roles));
    }
  }

  private static void set(MappingNode mapping, String key, Node value) {
    mapping.getValue().removeIf(entry -> key(entry).equals(key));
    mapping.getValue().add(new NodeTuple(text(key), value));
  }

  private static ScalarNode quoted(String value) {
    return new ScalarNode(Tag.STR, value, null, null, ScalarStyle.DOUBLE_QUOTED);
  }

  private static Stream<NodeTuple> entries(Node node) {
    return node instanceof MappingNode mapping
        ? List.copyOf(mapping.getValue()).stream()
        : Stream.of();
  }

  private static String key(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
  }

  private static ScalarNode text(String value) {
    return new ScalarNode(Tag.STR, value, null, null, ScalarStyle.PLAIN);
  }

  private static SequenceNode list(List<String> values) {
    var nodes = values.stream().<Node>map(DocumentedRoles::text).toList();
    return new SequenceNode(Tag.SEQ, nodes, FlowStyle.FLOW);
  }

  private static Yaml yaml() {
    var options = new DumperOptions();
    options.setSplitLines(false);
    options.setDefaultFlowStyle(FlowStyle.BLOCK);
    var loading = new LoaderOptions();
    return new Yaml(new SafeConstructor(loading), new Representer(options), options, loading);
  }
}
