import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** Runs Kafka Connect's own classes over cases, one JSON object a line, and prints what came out of each. */
public class Runner {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().configure(JsonGenerator.Feature.ESCAPE_NON_ASCII, true);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  public static void main(String[] args) throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    Locale.setDefault(Locale.US);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintWriter out =
        new PrintWriter(new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8)));
    for (String line = in.readLine(); line != null; line = in.readLine())
      out.println(MAPPER.writeValueAsString(answer(MAPPER.readTree(line))));
    out.flush();
  }

  private static ObjectNode answer(JsonNode input) {
    ObjectNode result = NODES.objectNode();
    Step step = new Step();
    try {
      JsonNode value = run(input, step);
      result.put("outcome", "ok");
      result.set("result", value);
    } catch (Throwable error) {
      String kind = error instanceof DataException ? "data" : "other";
      result.put("outcome", step.configuring ? "config" : kind);
      result.put("exception", error.getClass().getName());
      result.put("message", String.valueOf(error.getMessage()));
    }
    return result;
  }

  private static class Step {
    boolean configuring = true;
  }

  private static JsonNode run(JsonNode input, Step step) throws Exception {
    switch (input.get("op").asText()) {
      case "transform":
        return transform(input, step);
      case "toConnect":
        return toConnect(input, step);
      case "fromConnect":
        return fromConnect(input, step);
      case "simpleFormat":
        return simpleFormat(input, step);
      case "simpleParse":
        return simpleParse(input, step);
      case "dateTimeFormat":
        return dateTimeFormat(input, step);
      case "regex":
        return regex(input, step);
      default:
        throw new IllegalStateException("unknown op");
    }
  }

  // Transforms

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static JsonNode transform(JsonNode input, Step step) throws Exception {
    Map<String, String> config = textMap(input.get("config"));
    List<Transformation> transforms = new ArrayList<>();
    List<Predicate> predicates = new ArrayList<>();
    List<Boolean> negations = new ArrayList<>();
    for (String alias : config.get("transforms").split(",")) {
      Map<String, String> own = withPrefix(config, "transforms." + alias + ".");
      Transformation transform = (Transformation) create(own.remove("type"));
      String predicateAlias = own.remove("predicate");
      String negate = own.remove("negate");
      transform.configure(own);
      transforms.add(transform);
      negations.add(Boolean.parseBoolean(negate));
      predicates.add(predicateAlias == null ? null : predicate(config, predicateAlias));
    }
    step.configuring = false;
    ConnectRecord record = record(input.get("record"));
    for (int i = 0; i < transforms.size(); i++) {
      Predicate predicate = predicates.get(i);
      if (predicate == null || predicate.test(record) != negations.get(i))
        record = transforms.get(i).apply(record);
      if (record == null) return NODES.nullNode();
    }
    return encodeRecord(record);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Predicate predicate(Map<String, String> config, String alias) throws Exception {
    Map<String, String> own = withPrefix(config, "predicates." + alias + ".");
    Predicate predicate = (Predicate) create(own.remove("type"));
    predicate.configure(own);
    return predicate;
  }

  private static Object create(String className) throws Exception {
    return Class.forName(className).getDeclaredConstructor().newInstance();
  }

  private static Map<String, String> withPrefix(Map<String, String> config, String prefix) {
    Map<String, String> own = new HashMap<>();
    config.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) own.put(key.substring(prefix.length()), value);
        });
    return own;
  }

  private static Map<String, String> textMap(JsonNode node) {
    Map<String, String> map = new HashMap<>();
    node.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
    return map;
  }

  private static ConnectRecord<?> record(JsonNode node) {
    ConnectHeaders headers = new ConnectHeaders();
    for (JsonNode header : node.get("headers")) {
      Schema schema = schema(header.get("schema"));
      headers.add(header.get("key").asText(), new SchemaAndValue(schema, value(header.get("value"))));
    }
    String topic = node.get("topic").asText();
    Integer partition = node.get("partition").isNull() ? null : node.get("partition").intValue();
    Long timestamp = node.get("timestamp").isNull() ? null : node.get("timestamp").longValue();
    Schema keySchema = schema(node.get("keySchema"));
    Schema valueSchema = schema(node.get("valueSchema"));
    Object key = value(node.get("key"));
    Object value = value(node.get("value"));
    if (node.get("offset").isNull())
      return new SourceRecord(
          null, null, topic, partition, keySchema, key, valueSchema, value, timestamp, headers);
    return new SinkRecord(
        topic, partition, keySchema, key, valueSchema, value, node.get("offset").longValue(),
        timestamp, TimestampType.CREATE_TIME, headers);
  }

  private static JsonNode encodeRecord(ConnectRecord<?> record) {
    ObjectNode node = NODES.objectNode();
    node.put("topic", record.topic());
    node.put("partition", record.kafkaPartition());
    node.put("timestamp", record.timestamp());
    node.set("keySchema", encodeSchema(record.keySchema()));
    node.set("key", encode(record.key()));
    node.set("valueSchema", encodeSchema(record.valueSchema()));
    node.set("value", encode(record.value()));
    ArrayNode headers = node.putArray("headers");
    for (Header header : record.headers()) {
      ObjectNode encoded = headers.addObject();
      encoded.put("key", header.key());
      encoded.set("schema", encodeSchema(header.schema()));
      encoded.set("value", encode(header.value()));
    }
    return node;
  }

  // Converters

  private static Object converter(JsonNode input, Step step) throws Exception {
    Object converter = create(input.get("converter").asText());
    Map<String, String> config = textMap(input.get("config"));
    if (input.get("header").asBoolean()) {
      config.put("converter.type", "header");
      ((HeaderConverter) converter).configure(config);
    } else {
      ((Converter) converter).configure(config, false);
    }
    step.configuring = false;
    return converter;
  }

  private static JsonNode toConnect(JsonNode input, Step step) throws Exception {
    Object converter = converter(input, step);
    JsonNode given = input.get("bytes");
    byte[] bytes = given.isNull() ? null : Base64.getDecoder().decode(given.asText());
    SchemaAndValue data =
        input.get("header").asBoolean()
            ? ((HeaderConverter) converter).toConnectHeader("topic", "header", bytes)
            : ((Converter) converter).toConnectData("topic", bytes);
    ObjectNode node = NODES.objectNode();
    node.set("schema", data == null ? NODES.nullNode() : encodeSchema(data.schema()));
    node.set("value", data == null ? NODES.nullNode() : encode(data.value()));
    return node;
  }

  private static JsonNode fromConnect(JsonNode input, Step step) throws Exception {
    Object converter = converter(input, step);
    Schema schema = schema(input.get("schema"));
    Object value = value(input.get("value"));
    byte[] bytes =
        input.get("header").asBoolean()
            ? ((HeaderConverter) converter).fromConnectHeader("topic", "header", schema, value)
            : ((Converter) converter).fromConnectData("topic", schema, value);
    return bytes == null
        ? NODES.nullNode()
        : NODES.textNode(Base64.getEncoder().encodeToString(bytes));
  }

  // Dates and expressions

  private static JsonNode simpleFormat(JsonNode input, Step step) {
    SimpleDateFormat format = new SimpleDateFormat(input.get("pattern").asText());
    format.setTimeZone(TimeZone.getTimeZone("UTC"));
    step.configuring = false;
    return NODES.textNode(format.format(new Date(input.get("moment").longValue())));
  }

  private static JsonNode simpleParse(JsonNode input, Step step) {
    SimpleDateFormat format = new SimpleDateFormat(input.get("pattern").asText());
    format.setTimeZone(TimeZone.getTimeZone("UTC"));
    step.configuring = false;
    ParsePosition position = new ParsePosition(0);
    Date date = format.parse(input.get("text").asText(), position);
    return position.getIndex() == 0 || date == null
        ? NODES.nullNode()
        : NODES.numberNode(date.getTime());
  }

  private static JsonNode dateTimeFormat(JsonNode input, Step step) {
    DateTimeFormatter format = DateTimeFormatter.ofPattern(input.get("pattern").asText());
    step.configuring = false;
    Instant moment = Instant.ofEpochMilli(input.get("moment").longValue());
    return NODES.textNode(format.format(moment.atZone(ZoneId.of(input.get("zone").asText()))));
  }

  private static JsonNode regex(JsonNode input, Step step) {
    Pattern pattern = Pattern.compile(input.get("pattern").asText());
    step.configuring = false;
    Matcher matcher = pattern.matcher(input.get("text").asText());
    ObjectNode node = NODES.objectNode();
    node.put("matches", matcher.matches());
    node.put("replaced", matcher.replaceFirst(input.get("replacement").asText()));
    return node;
  }

  // Values: every one says its Java class

  private static Object value(JsonNode node) {
    if (node == null || node.isNull()) return null;
    JsonNode v = node.get("v");
    switch (node.get("t").asText()) {
      case "INT8":
        return Byte.valueOf(v.asText());
      case "INT16":
        return Short.valueOf(v.asText());
      case "INT32":
        return Integer.valueOf(v.asText());
      case "INT64":
        return Long.valueOf(v.asText());
      case "FLOAT32":
        return Float.intBitsToFloat((int) Long.parseLong(v.asText(), 16));
      case "FLOAT64":
        return Double.longBitsToDouble(Long.parseUnsignedLong(v.asText(), 16));
      case "BOOLEAN":
        return v.booleanValue();
      case "STRING":
        return v.textValue();
      case "BYTES":
        return Base64.getDecoder().decode(v.asText());
      case "DATE":
        return new Date(Long.parseLong(v.asText()));
      case "DECIMAL":
        return new BigDecimal(new BigInteger(v.asText()), node.get("scale").intValue());
      case "ARRAY":
        List<Object> list = new ArrayList<>();
        v.forEach(element -> list.add(value(element)));
        return list;
      case "MAP":
        Map<Object, Object> map = new LinkedHashMap<>();
        v.forEach(entry -> map.put(value(entry.get(0)), value(entry.get(1))));
        return map;
      case "STRUCT":
        return struct(node);
      default:
        throw new IllegalStateException("unknown type");
    }
  }

  private static Struct struct(JsonNode node) {
    Schema schema = schema(node.get("schema"));
    Struct struct = new Struct(schema);
    List<Field> fields = schema.fields();
    for (int i = 0; i < fields.size(); i++) {
      Object value = value(node.get("v").get(i));
      if (value != null) struct.put(fields.get(i), value);
    }
    return struct;
  }

  private static JsonNode encode(Object value) {
    if (value == null) return NODES.nullNode();
    if (value instanceof Byte) return tagged("INT8", value.toString());
    if (value instanceof Short) return tagged("INT16", value.toString());
    if (value instanceof Integer) return tagged("INT32", value.toString());
    if (value instanceof Long) return tagged("INT64", value.toString());
    if (value instanceof Float)
      return tagged("FLOAT32", String.format("%08x", Float.floatToIntBits((Float) value)));
    if (value instanceof Double)
      return tagged("FLOAT64", String.format("%016x", Double.doubleToLongBits((Double) value)));
    if (value instanceof Boolean) return node("BOOLEAN", NODES.booleanNode((Boolean) value));
    if (value instanceof String) return tagged("STRING", (String) value);
    if (value instanceof byte[])
      return tagged("BYTES", Base64.getEncoder().encodeToString((byte[]) value));
    if (value instanceof ByteBuffer) return encode(((ByteBuffer) value).array());
    if (value instanceof Date) return tagged("DATE", Long.toString(((Date) value).getTime()));
    if (value instanceof BigDecimal) {
      BigDecimal decimal = (BigDecimal) value;
      return tagged("DECIMAL", decimal.unscaledValue().toString()).put("scale", decimal.scale());
    }
    if (value instanceof List) {
      ArrayNode list = NODES.arrayNode();
      ((List<?>) value).forEach(element -> list.add(encode(element)));
      return node("ARRAY", list);
    }
    if (value instanceof Map) {
      ArrayNode entries = NODES.arrayNode();
      ((Map<?, ?>) value).forEach((k, v) -> entries.addArray().add(encode(k)).add(encode(v)));
      return node("MAP", entries);
    }
    if (value instanceof Struct) {
      Struct struct = (Struct) value;
      ArrayNode values = NODES.arrayNode();
      for (Field field : struct.schema().fields())
        values.add(encode(struct.getWithoutDefault(field.name())));
      ObjectNode encoded = node("STRUCT", values);
      encoded.set("schema", encodeSchema(struct.schema()));
      return encoded;
    }
    throw new IllegalStateException("no encoding for " + value.getClass());
  }

  private static ObjectNode tagged(String type, String value) {
    return node(type, NODES.textNode(value));
  }

  private static ObjectNode node(String type, JsonNode value) {
    ObjectNode node = NODES.objectNode();
    node.put("t", type);
    node.set("v", value);
    return node;
  }

  private static Schema schema(JsonNode node) {
    if (node == null || node.isNull()) return null;
    Schema.Type type = Schema.Type.valueOf(node.get("type").asText());
    Map<String, String> parameters = null;
    if (!node.get("parameters").isNull()) {
      parameters = new LinkedHashMap<>();
      for (JsonNode entry : node.get("parameters"))
        parameters.put(entry.get(0).asText(), entry.get(1).asText());
    }
    List<Field> fields = null;
    if (type == Schema.Type.STRUCT) {
      fields = new ArrayList<>();
      for (JsonNode field : node.get("fields"))
        fields.add(new Field(field.get(0).asText(), fields.size(), schema(field.get(1))));
    }
    return new ConnectSchema(
        type,
        node.get("optional").booleanValue(),
        value(node.get("default")),
        node.get("name").textValue(),
        node.get("version").isNull() ? null : node.get("version").intValue(),
        node.get("doc").textValue(),
        parameters,
        fields,
        schema(node.get("keySchema")),
        schema(node.get("valueSchema")));
  }

  private static JsonNode encodeSchema(Schema schema) {
    if (schema == null) return NODES.nullNode();
    ObjectNode node = NODES.objectNode();
    node.put("type", schema.type().name());
    node.put("optional", schema.isOptional());
    node.set("default", encode(schema.defaultValue()));
    node.put("name", schema.name());
    node.put("version", schema.version());
    node.put("doc", schema.doc());
    if (schema.parameters() == null) node.putNull("parameters");
    else {
      ArrayNode parameters = node.putArray("parameters");
      schema.parameters().forEach((key, value) -> parameters.addArray().add(key).add(value));
    }
    ArrayNode fields = node.putArray("fields");
    if (schema.type() == Schema.Type.STRUCT)
      for (Field field : schema.fields())
        fields.addArray().add(field.name()).add(encodeSchema(field.schema()));
    boolean map = schema.type() == Schema.Type.MAP;
    boolean list = schema.type() == Schema.Type.ARRAY;
    node.set("keySchema", map ? encodeSchema(schema.keySchema()) : NODES.nullNode());
    node.set("valueSchema", map || list ? encodeSchema(schema.valueSchema()) : NODES.nullNode());
    return node;
  }
}
