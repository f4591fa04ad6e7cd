using SessionGrains.Messages;

namespace SessionGrains.Api.MediaCollection.Catalogue;

/// <summary>One event type of the catalogue.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Type">Its name in the tracking core.</param>
/// <param name="Params">What its <c>params</c> may and must carry.</param>
/// <param name="UsesMetadata">True where customMetadata means something; elsewhere it is accepted and noted.</param>
internal sealed record CatalogueEntry(string Name, PlayerEventType Type, ObjectShape Params, bool UsesMetadata = false)
{
    /// <summary>True where the event makes no sense without <c>params</c>.</summary>
    public bool NeedsParams => Params.RequiredBits != 0 || Type is PlayerEventType.StatesUpdate;
}
