namespace SessionGrains.Api.MediaCollection.Catalogue;

/// <content>Rules across members: one of several members must be present.</content>
internal sealed partial class SchemaWriter
{
    /// <summary>An error's id and source must each be present in one of the documented members, where null counts as absent.</summary>
    private void WriteErrorAlternatives()
    {
        json.WriteStartArray("allOf");
        WriteAnyOf(("qoeData", "media.qoe.errorID"), ("params", "media.qoe.errorID"), ("params", "media.errorId"));
        WriteAnyOf(("qoeData", "media.qoe.errorSource"), ("params", "media.qoe.errorSource"), ("params", "media.errorSource"));
        json.WriteEndArray();
    }

    private void WriteAnyOf(params ReadOnlySpan<(string Holder, string Member)> members)
    {
        json.WriteStartObject();
        json.WriteStartArray("anyOf");
        foreach ((string holder, string member) in members)
        {
            json.WriteStartObject();
            WriteStrings("required", [holder]);
            json.WriteStartObject("properties");
            json.WriteStartObject(holder);
            WriteTypes(false, "object");
            WriteStrings("required", [member]);
            json.WriteStartObject("properties");
            json.WriteStartObject(member);
            WriteTypes(false, "string", "number");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>At least one list of a statesUpdate must have an item.</summary>
    private void WriteStatesAlternatives()
    {
        json.WriteStartArray("anyOf");
        foreach (Member list in ParamsShapes.StatesUpdate.Members)
        {
            json.WriteStartObject();
            WriteStrings("required", [list.Name]);
            json.WriteStartObject("properties");
            json.WriteStartObject(list.Name);
            WriteTypes(false, "array");
            json.WriteNumber("minItems", 1);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
