package io.tradepath.accounts.ledger;

import io.tradepath.accounts.ledger.TransactionController.TransactionList;
import io.tradepath.events.Transaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/** Transactions as CSV (RFC 4180), for spreadsheets. */
@Component
final class TransactionCsv extends AbstractHttpMessageConverter<TransactionList> {
    static final String MEDIA_TYPE = "text/csv";

    private static final List<String> HEADER =
            List.of("id", "time", "type", "amount", "balance", "orderId", "fillId", "key");
    private static final String LINE_END = "\r\n";

    TransactionCsv() {
        super(StandardCharsets.UTF_8, MediaType.parseMediaType(MEDIA_TYPE));
    }

    static String write(List<Transaction> transactions) {
        return Stream.concat(Stream.of(HEADER), transactions.stream().map(TransactionCsv::fields))
                .map(line -> line.stream().map(TransactionCsv::quoted).collect(Collectors.joining(",", "", LINE_END)))
                .collect(Collectors.joining());
    }

    private static List<String> fields(Transaction transaction) {
        Transaction.Cause cause = transaction.cause();
        return List.of(
                transaction.id().value(),
                transaction.time().toString(),
                transaction.type().name(),
                transaction.amount().toPlainString(),
                transaction.balance().toPlainString(),
                text(cause.orderId()),
                text(cause.fillId()),
                inert(text(cause.key())));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** The one field that a client made up: a spreadsheet must not take it for a formula. */
    private static String inert(String text) {
        return text.isEmpty() || "=+-@".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }

    private static String quoted(String field) {
        return field.contains(",") || field.contains("\"") ? '"' + field.replace("\"", "\"\"") + '"' : field;
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type == TransactionList.class;
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    protected TransactionList readInternal(Class<? extends TransactionList> type, HttpInputMessage input) {
        throw new HttpMessageNotReadableException("transactions are not read", input);
    }

    @Override
    protected void writeInternal(TransactionList list, HttpOutputMessage output) throws IOException {
        output.getBody().write(write(list.transactions()).getBytes(StandardCharsets.UTF_8));
    }
}
