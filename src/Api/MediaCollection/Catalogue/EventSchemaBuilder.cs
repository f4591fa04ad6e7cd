using System.Text.Json.Nodes;
using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.MediaCollection.Catalogue;

/// <summary>Builds the draft-04 schema of an event type from its catalogue entry.</summary>
internal static class EventSchemaBuilder
{
    public static JsonObject Build(CatalogueEntry entry)
    {
        var properties = new JsonObject();
        foreach (var member in CommonShapes.Event.Members) properties[member.Name] = EventMember(entry, member);
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-04/schema#",
            ["title"] = entry.Name,
            ["description"] = $"One {entry.Name} event, as Validation:Mode=strict accepts it.",
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = entry.NeedsParams ? Strings("eventType", "playerTime", "params") : Strings("eventType", "playerTime"),
            ["additionalProperties"] = false,
        };
        if (entry.Type is PlayerEventType.Error)
        {
            // An error's id and source must each be present in one of the documented members, where null counts as absent.
            schema["allOf"] = new JsonArray(
                AnyOf(("qoeData", "media.qoe.errorID"), ("params", "media.qoe.errorID"), ("params", "media.errorId")),
                AnyOf(("qoeData", "media.qoe.errorSource"), ("params", "media.qoe.errorSource"), ("params", "media.errorSource")));
        }

        return schema;
    }

    /// <summary>What events of these types have in common.</summary>
    public static JsonObject BuildCommon(IEnumerable<CatalogueEntry> entries)
    {
        var properties = new JsonObject();
        foreach (var member in CommonShapes.Event.Members)
        {
            properties[member.Name] = member.Role switch
            {
                MemberRole.EventType => new JsonObject { ["type"] = "string", ["enum"] = Strings([.. entries.Select(static entry => entry.Name)]) },
                MemberRole.Params => Types(nullable: true, "object"),
                _ => Value(member),
            };
        }

        return new()
        {
            ["description"] = "Any event after sessionStart. Its params depend on its type: see GET /api/v1/schemas/{eventType}.",
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = Strings("eventType", "playerTime"),
        };
    }

    private static JsonObject EventMember(CatalogueEntry entry, Member member) => member.Role switch
    {
        MemberRole.EventType => new() { ["type"] = "string", ["enum"] = Strings(entry.Name) },
        MemberRole.Params => Params(entry),
        _ => Value(member),
    };

    private static JsonObject Params(CatalogueEntry entry)
    {
        var schema = Shape(Types(!entry.NeedsParams, "object"), entry.Params);
        if (entry.Type is PlayerEventType.StatesUpdate)
        {
            // At least one list must have an item.
            schema["anyOf"] = new JsonArray(
                [.. ParamsShapes.StatesUpdate.Members.ToArray().Select(list => Require([], list.Name, new() { ["type"] = "array", ["minItems"] = 1 }))]);
        }

        return schema;
    }

    private static JsonObject Value(Member member)
    {
        var nullable = !member.Required;
        return member.Kind switch
        {
            ValueKind.Text => Types(nullable, "string"),
            ValueKind.TextOrNumber => Range(Types(nullable, "string", "number"), member),
            ValueKind.TextOrInteger => Range(Types(nullable, "string", "number"), member, isInteger: true),
            ValueKind.Number => Range(Types(nullable, "number"), member),
            ValueKind.Integer => Range(Types(nullable, "number"), member, isInteger: true),
            ValueKind.Flag => Flag(member),
            ValueKind.Object => Shape(Types(nullable, "object"), member.Shape!),
            _ => With(Types(nullable, "array"), "items", Shape(Types(false, "object"), member.Shape!)),
        };
    }

    /// <summary>
    /// Draft-04 applies these rules to numbers only, so strings are not affected. The type is not "integer", because validators of draft-04 differ on whether 30.0 is one.
    /// </summary>
    private static JsonObject Range(JsonObject schema, Member member, bool isInteger = false)
    {
        if (isInteger) schema["multipleOf"] = 1;
        schema["minimum"] = (long)member.Range.Least;
        schema["maximum"] = (long)member.Range.Greatest;
        return schema;
    }

    private static JsonObject Shape(JsonObject schema, ObjectShape shape)
    {
        var (properties, required) = (new JsonObject(), new JsonArray());
        foreach (var member in shape.Members)
        {
            properties[member.Name] = Value(member);
            if (member.Required) required.Add((JsonNode)member.Name);
        }

        schema["properties"] = properties;

        // Draft-04 forbids an empty list.
        if (required.Count > 0) schema["required"] = required;
        if (shape is { Others: { } metadata, OthersAreMetadata: true }) schema["patternProperties"] = new JsonObject { [MetadataKeys.Pattern] = Value(metadata) };
        schema["additionalProperties"] = shape is { Others: { } others, OthersAreMetadata: false } ? Value(others) : false;
        return schema;
    }

    /// <summary>Booleans may also be strings. <c>media.downloaded</c> may be true only in arrays, and this is the schema of one object.</summary>
    private static JsonObject Flag(Member member)
    {
        var neverTrue = member.Role is MemberRole.Downloaded;
        var boolean = Types(!member.Required, "boolean");
        if (neverTrue) boolean["enum"] = new JsonArray(false, null);
        var text = new JsonObject { ["type"] = "string", ["enum"] = neverTrue ? Strings("false") : Strings("true", "false") };
        JsonObject schema = neverTrue ? new() { ["description"] = "true only in the arrays of POST /api/v1/downloaded" } : [];
        return With(schema, "anyOf", new JsonArray(boolean, text));
    }

    private static JsonObject AnyOf(params (string Parent, string Member)[] members) => new()
    {
        ["anyOf"] = new JsonArray([.. members.Select(one => Require([], one.Parent, Require(Types(false, "object"), one.Member, Types(false, "string", "number"))))]),
    };

    private static JsonObject Require(JsonObject schema, string name, JsonObject value) =>
        With(With(schema, "required", Strings(name)), "properties", new JsonObject { [name] = value });

    private static JsonObject Types(bool nullable, params string[] types) =>
        new() { ["type"] = nullable ? Strings([.. types, "null"]) : types is [var single] ? single : Strings(types) };

    private static JsonObject With(JsonObject schema, string name, JsonNode value)
    {
        schema[name] = value;
        return schema;
    }

    private static JsonArray Strings(params string[] values) => new([.. values.Select(static value => (JsonNode)value)]);
}
