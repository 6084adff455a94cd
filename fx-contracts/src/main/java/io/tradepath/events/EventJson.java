package io.tradepath.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Decimals;
import io.tradepath.fx.Price;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Events and values as JSON: decimals and identifiers as strings, instants in RFC 3339, absent fields left out, fields
 * that a reader does not know passed over.
 */
public final class EventJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(module())
            .changeDefaultPropertyInclusion(incl -> incl.withValueInclusion(JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private EventJson() {}

    /** Writes a value of this package or of {@code fx}. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** As {@link #write}, in UTF-8. */
    public static byte[] writeBytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /**
     * Reads what {@link #writeBytes} wrote, in this release or another one.
     *
     * @throws JacksonException for what is not JSON, or not of {@code type}
     */
    public static <T> T read(byte[] json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    /** As {@link #read(byte[], Class)}. */
    public static <T> T read(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    /**
     * How the values of {@code fx} and the identifiers stand in JSON, for a mapper of a service's own. A wrong value is
     * answered with the reason that the value itself gives.
     */
    public static JacksonModule module() {
        SimpleModule module = new SimpleModule("tradepath-values");
        text(module, BigDecimal.class, Decimals::parse, BigDecimal::toPlainString);
        text(module, Price.class, Price::parse, Price::toString);
        text(module, Units.class, Units::parse, Units::toString);
        text(module, CurrencyPair.class, CurrencyPair::parse, CurrencyPair::toString);
        text(module, AccountId.class, AccountId::new, AccountId::toString);
        text(module, OrderId.class, OrderId::new, OrderId::toString);
        text(module, FillId.class, FillId::new, FillId::toString);
        text(module, TransactionId.class, TransactionId::new, TransactionId::toString);
        text(module, ClientOrderId.class, ClientOrderId::new, ClientOrderId::toString);
        return module;
    }

    private static <T> void text(
            SimpleModule module, Class<T> type, Function<String, T> parse, Function<T, String> print) {
        module.addSerializer(type, new ValueSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator generator, SerializationContext context) {
                generator.writeString(print.apply(value));
            }
        });
        module.addDeserializer(type, new ValueDeserializer<>() {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) {
                if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                    return type.cast(context.handleUnexpectedToken(type, parser));
                }
                String text = parser.getString();
                try {
                    return parse.apply(text);
                } catch (IllegalArgumentException wrong) {
                    return type.cast(
                            context.handleWeirdStringValue(type, text, "%s", String.valueOf(wrong.getMessage())));
                }
            }
        });
    }
}
