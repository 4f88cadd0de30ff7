package io.starkbeat.schemas;

import io.starkbeat.schemas.field.DialectKey;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldGroup;
import io.starkbeat.schemas.field.FieldKind;
import io.starkbeat.schemas.field.ReportedForm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The field table for people: the page `docs/fields.md`, which a test compares with it, and plain text for a terminal.
public final class FieldReference {
    private static final String INTRODUCTION = """
            # Fields

            Everything that Starkbeat knows of a node by its own report. This page is written by
            `./starkbeat fields --markdown` from the table that the gateway reads reports with, and a test compares the two.

            - In a report and in Kafka records a field goes by its **field** name; keys of a report are compared without case,
              and may stand flat or inside the specification's groups (`Node`, `Network`, `System`).
            - In the API it goes by its **API** name.
            - What its **value** may be, and how a report may write it, is told [below](#values); behind it stands its unit.
            - Every field is optional. `null` says the same as leaving it out: not reported.
            - A value that does not fit is dropped alone: the rest of the message counts, and its sender is told
              (`field_unfit`). A key that is no field is kept, as it was sent, under `extensions` of the record.

            """;

    private static final String VALUES = """
            ## Values

            What each kind of value is in records and in the API (JSON), which values are kept, and in which forms a report may
            write it.

            | Value | JSON | Range | In a report |
            |---|---|---|---|
            """;

    private static final String REST = """

            A peer id is a libp2p peer id, in base58 (`12D3Koo…`, `Qm…`) or as a CIDv1 (`bafz…`); records carry base58. Any other
            text is kept in the records, and its sender is told that it names no node (`peer_id_invalid`). No number needs more
            than 64 characters, and longer ones are refused. Read whole numbers with a type that holds 2^64-1: `current_block_number_l2`
            is one of them. A network's name becomes its chain id where the gateway knows one
            (`SN_MAIN` for "Starknet", "Starknet Mainnet", "mainnet" and `0x534e5f4d41494e`; see [contract.md](contract.md#networks)).

            ## Other keys: Substrate's style

            Madara up to v0.7 and Deoxys report in the style of Substrate's telemetry. In a message whose `msg` is one of these
            types, these keys mean fields too. A field that the message also tells under its own name wins; what the field cannot
            give back (*) stays under `extensions` as it was sent.

            | `msg` | Key | Field | How |
            |---|---|---|---|
            """;

    private FieldReference() {}

    /// The whole page, in Markdown.
    public static String markdown() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (FieldGroup group : FieldGroup.values()) {
            page.append("## ").append(group.specName()).append(": ").append(subject(group)).append("\n\n");
            page.append("| Field | API | Value | Meaning |\n|---|---|---|---|\n");
            fieldsOf(group).forEach(field -> page.append("| `%s` | `%s` | %s | %s |\n".formatted(field.kafkaName(),
                    field.apiName(), value(field), field.meaning() + others(field))));
            page.append('\n');
        }
        page.append(VALUES);
        for (FieldKind kind : FieldKind.values()) {
            page.append("| %s | %s | %s | %s |\n".formatted(kind.label(), kind.jsonType(), kind.range().inWords(),
                    forms(kind)));
        }
        page.append(REST);
        String type = "";
        for (DialectKey key : DialectKey.SUBSTRATE) {
            page.append("| %s | `%s`%s | `%s` | %s |\n".formatted(
                    key.messageType().equals(type) ? "" : "`" + key.messageType() + "`", key.key(),
                    key.keepsAsSent() ? " *" : "", key.field().kafkaName(), key.conversion().words()));
            type = key.messageType();
        }
        return page.toString();
    }

    /// The same, shorter, for a terminal.
    public static String text() {
        StringBuilder text = new StringBuilder();
        for (FieldGroup group : FieldGroup.values()) {
            text.append("%s: %s\n".formatted(group.specName(), subject(group)));
            fieldsOf(group).forEach(field -> text.append("  %-25s %-22s %s\n      %s\n".formatted(field.kafkaName(),
                    field.apiName(), value(field), field.meaning())));
        }
        return text.toString();
    }

    private static Stream<Field> fieldsOf(FieldGroup group) {
        return Stream.of(Field.values()).filter(field -> field.group() == group);
    }

    private static String subject(FieldGroup group) {
        return switch (group) {
            case IDENTITY -> "who the node is";
            case NETWORK -> "what it sees of its network";
            case SYSTEM -> "the machine that it runs on";
        };
    }

    private static String value(Field field) {
        return field.kind().label() + switch (field.unit()) {
            // The label says it.
            case NONE, BLOCKS, PERCENT -> "";
            default -> ", " + field.unit().symbol();
        };
    }

    private static String others(Field field) {
        List<String> notes = new ArrayList<>();
        if (!field.otherNames().isEmpty()) {
            notes.add(field.otherNames().stream().collect(Collectors.joining("`, `", "Also read: `", "`.")));
        }
        Field named = field.meantByWords();
        if (named != null) {
            notes.add("A text of words is taken for `" + named.kafkaName() + "`.");
        }
        return notes.stream().map(note -> " " + note).collect(Collectors.joining());
    }

    private static String forms(FieldKind kind) {
        return kind.forms().stream().map(ReportedForm::words).collect(Collectors.joining(", "));
    }
}
