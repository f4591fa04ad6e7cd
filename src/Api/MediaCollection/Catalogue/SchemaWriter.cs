using System.Text.Json;
using SessionGrains.Messages;

namespace SessionGrains.Api.MediaCollection.Catalogue;

/// <summary>Writes the draft-04 schema of an event type from its catalogue entry.</summary>
internal sealed partial class SchemaWriter(Utf8JsonWriter json)
{
    public void Write(CatalogueEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "http://json-schema.org/draft-04/schema#");
        json.WriteString("title", entry.Name);
        json.WriteString("description", $"One {entry.Name} event, as Validation:Mode=strict accepts it.");
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (Member member in CommonShapes.Event.Members) WriteEventMember(entry, member);
        json.WriteEndObject();
        WriteStrings("required", entry.NeedsParams ? ["eventType", "playerTime", "params"] : ["eventType", "playerTime"]);
        json.WriteBoolean("additionalProperties", false);
        if (entry.Type is PlayerEventType.Error) WriteErrorAlternatives();
        json.WriteEndObject();
    }

    /// <summary>Writes what events of these types have in common. What their params look like depends on the type.</summary>
    public void WriteAny(IEnumerable<CatalogueEntry> entries)
    {
        json.WriteStartObject();
        json.WriteString("description", "Any event after sessionStart. Its params depend on its type: see GET /api/v1/schemas/{eventType}.");
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (Member member in CommonShapes.Event.Members)
        {
            if (member.Role is MemberRole.EventType) WriteEventTypes(member, entries);
            else if (member.Role is MemberRole.Params) WriteMember(new(member.Name, ValueKind.Object, shape: ObjectShape.Free));
            else WriteMember(member);
        }

        json.WriteEndObject();
        WriteStrings("required", ["eventType", "playerTime"]);
        json.WriteEndObject();
    }

    private void WriteEventTypes(Member member, IEnumerable<CatalogueEntry> entries)
    {
        json.WriteStartObject(member.Name);
        json.WriteString("type", "string");
        WriteStrings("enum", entries.Select(static entry => entry.Name));
        json.WriteEndObject();
    }

    private void WriteEventMember(CatalogueEntry entry, Member member)
    {
        switch (member.Role)
        {
            case MemberRole.EventType:
                WriteEventTypes(member, [entry]);
                break;
            case MemberRole.Params:
                json.WriteStartObject(member.Name);
                WriteTypes(!entry.NeedsParams, "object");
                WriteShape(entry.Params);
                if (entry.Type is PlayerEventType.StatesUpdate) WriteStatesAlternatives();
                json.WriteEndObject();
                break;
            default:
                WriteMember(member);
                break;
        }
    }

    private void WriteMember(Member member)
    {
        json.WriteStartObject(member.Name);
        WriteValue(member);
        json.WriteEndObject();
    }

    private void WriteValue(Member member)
    {
        bool nullable = !member.Required;
        switch (member.Kind)
        {
            case ValueKind.Text:
                WriteTypes(nullable, "string");
                break;
            case ValueKind.TextOrNumber:
                WriteTypes(nullable, "string", "number");
                WriteRange(member);
                break;
            case ValueKind.TextOrInteger:
                WriteTypes(nullable, "string", "number");
                json.WriteNumber("multipleOf", 1);
                WriteRange(member);
                break;
            case ValueKind.Number or ValueKind.Integer:
                WriteTypes(nullable, "number");

                // Not "integer": validators of draft-04 differ on whether 30.0 is one.
                if (member.Kind is ValueKind.Integer) json.WriteNumber("multipleOf", 1);
                WriteRange(member);
                break;
            case ValueKind.Flag:
                WriteFlag(member);
                break;
            case ValueKind.Object:
                WriteTypes(nullable, "object");
                WriteShape(member.Shape!);
                break;
            case ValueKind.List:
                WriteTypes(nullable, "array");
                json.WriteStartObject("items");
                WriteTypes(false, "object");
                WriteShape(member.Shape!);
                json.WriteEndObject();
                break;
        }
    }

    /// <summary>Draft-04 applies ranges to numbers only, so strings are not affected.</summary>
    private void WriteRange(Member member)
    {
        json.WriteNumber("minimum", (long)member.Range.Least);
        json.WriteNumber("maximum", (long)member.Range.Greatest);
    }

    private void WriteShape(ObjectShape shape)
    {
        var required = new List<string>();
        json.WriteStartObject("properties");
        foreach (Member member in shape.Members)
        {
            WriteMember(member);
            if (member.Required) required.Add(member.Name);
        }

        json.WriteEndObject();

        // Draft-04 forbids an empty list.
        if (required.Count > 0) WriteStrings("required", required);
        if (shape.Others is not { } others)
        {
            json.WriteBoolean("additionalProperties", false);
            return;
        }

        if (shape.OthersAreMetadata)
        {
            json.WriteStartObject("patternProperties");
            json.WriteStartObject(MetadataKeys.Pattern);
            WriteValue(others);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteBoolean("additionalProperties", false);
        }
        else
        {
            json.WriteStartObject("additionalProperties");
            WriteValue(others);
            json.WriteEndObject();
        }
    }

    /// <summary>Booleans may also be strings. <c>media.downloaded</c> may be true only in arrays, and this is the schema of one object.</summary>
    private void WriteFlag(Member member)
    {
        bool neverTrue = member.Role is MemberRole.Downloaded;
        if (neverTrue) json.WriteString("description", "true only in the arrays of POST /api/v1/downloaded");
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        WriteTypes(!member.Required, "boolean");
        if (neverTrue)
        {
            json.WriteStartArray("enum");
            json.WriteBooleanValue(false);
            json.WriteNullValue();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("type", "string");
        WriteStrings("enum", neverTrue ? ["false"] : ["true", "false"]);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteTypes(bool nullable, params ReadOnlySpan<string> types)
    {
        if (types.Length == 1 && !nullable)
        {
            json.WriteString("type", types[0]);
            return;
        }

        json.WriteStartArray("type");
        foreach (string type in types) json.WriteStringValue(type);
        if (nullable) json.WriteStringValue("null");
        json.WriteEndArray();
    }

    private void WriteStrings(string name, params IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
