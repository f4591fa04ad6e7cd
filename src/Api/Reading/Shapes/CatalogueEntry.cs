namespace SessionGrains.Api.Reading.Shapes;

/// <summary>One event type of the catalogue.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Type">The tracking core's type.</param>
/// <param name="Params">The members of its <c>params</c>.</param>
/// <param name="UsesMetadata">Whether customMetadata counts; on other events it is accepted and reported as a finding.</param>
internal sealed record CatalogueEntry(string Name, PlayerEventType Type, ObjectShape Params, bool UsesMetadata = false)
{
    /// <summary>Whether <c>params</c> is required.</summary>
    public bool NeedsParams => Params.RequiredBits != 0 || Type is PlayerEventType.StatesUpdate;
}
