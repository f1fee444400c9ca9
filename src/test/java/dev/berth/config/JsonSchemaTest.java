package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.berth.model.Key;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that editors use says what the reader says, as far as a schema can. */
class JsonSchemaTest {
  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(JsonSchema.text(), InputFormat.JSON);

  private List<Error> validate(String json) {
    return schema.validate(json, InputFormat.JSON);
  }

  @Test
  void everyKeyAndAliasIsInIt() {
    String text = JsonSchema.text();
    for (Key key : Key.values()) {
      assertThat(text).contains("\"" + key.label() + "\" : {");
      key.alias().ifPresent(alias -> assertThat(text).contains("\"" + alias + "\" : {"));
    }
    assertThat(JsonSchema.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"image\": \"i\"}",
        "{}",
        "{\"a\": {\"image\": \"i\", \"restart\": false, \"environment\": {\"A\": true, \"B\": null}}}",
        "{\"image\": {\"image\": \"i\"}}",
        "{\"x\": {\"action\": \"exec\", \"command\": [\"a\", \"ls\"]}}",
        "{\"a\": {\"image\": \"i\", \"volumes\": [\"/a:/b\", {\"type\": \"bind\", \"source\": \"/a\","
            + " \"target\": \"/c\"}], \"mem_limit\": \"1.5g\", \"stop_grace_period\": \"1m30s\","
            + " \"ulimits\": {\"nofile\": {\"soft\": 1, \"hard\": 2}}, \"ports\": [80],"
            + " \"healthcheck\": {\"test\": [\"CMD\", \"x\"], \"interval\": 30},"
            + " \"depends_on\": {\"b\": {\"condition\": \"service_healthy\"}}, \"networks\":"
            + " {\"n\": null}, \"logging\": {\"driver\": \"journald\"}, \"user\": 1000}}",
      })
  void acceptsWhatTheReaderAccepts(String json) {
    assertThat(validate(json)).isEmpty();
    assertThat(Reading.plain().environment("B", "x").text(json).errors())
        .allMatch(
            error ->
                error.contains("which is no container here") || error.contains("without a name"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"a\": {\"tty\": true}}",
        "{\"a\": {\"image\": \"i\", \"volume\": []}}",
        "{\"a\": {\"image\": \"i\", \"net\": \"host\", \"network_mode\": \"host\"}}",
        "{\"a\": {\"image\": \"i\", \"restart\": \"sometimes\"}}",
        "{\"a\": {\"image\": \"i\", \"privileged\": \"perhaps\"}}",
        "{\"a\": {\"image\": \"i\", \"start_order\": 1.5}}",
        "{\"a\": {\"image\": \"i\", \"stop_grace_period\": \"soon\"}}",
        "{\"a\": {\"image\": \"i\", \"healthcheck\": {\"tst\": \"x\"}}}",
        "{\"a\": {\"image\": \"i\", \"pull_policy\": \"allways\"}}",
        "{\"x\": {\"action\": \"exec\"}}",
        "{\"-a\": {\"image\": \"i\"}}",
      })
  void rejectsWhatTheReaderRejects(String json) {
    assertThat(validate(json)).isNotEmpty();
    assertThat(Reading.plain().text(json).errors()).isNotEmpty();
  }
}
