package io.tradepath.openapi;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The records that answers and requests consist of, by their simple names, which are those of their schemas. */
final class ReachableRecords {
    private final Map<String, Class<?>> records = new TreeMap<>();

    /** Adds the type and what it consists of. */
    void add(Type type) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(this::add);
        } else if (type instanceof Class<?> plain) {
            add(plain);
        }
    }

    private void add(Class<?> type) {
        if (type.isSealed()) {
            Arrays.stream(type.getPermittedSubclasses()).forEach(this::add);
        }
        if (!type.isRecord() || records.get(type.getSimpleName()) == type) {
            return;
        }
        if (records.putIfAbsent(type.getSimpleName(), type) != null) {
            throw new IllegalStateException("two schemas would have the name " + type.getSimpleName());
        }
        for (RecordComponent field : type.getRecordComponents()) {
            add(field.getGenericType());
        }
    }

    /** The fields that are always there: those that may not be null. Null where there is no such record. */
    @Nullable
    List<String> requiredFields(String record) {
        Class<?> type = records.get(record);
        return type == null
                ? null
                : Arrays.stream(type.getRecordComponents())
                        .filter(field -> !field.getAnnotatedType().isAnnotationPresent(Nullable.class))
                        .map(RecordComponent::getName)
                        .sorted()
                        .toList();
    }
}
