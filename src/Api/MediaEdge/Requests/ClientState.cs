using SessionGrains.Api.Reading;

namespace SessionGrains.Api.MediaEdge.Requests;

/// <summary>
/// What a client keeps for the server and sends along: as cookies, or as <c>meta.state.entries</c> where the server's are no cookies of its page. Nothing of it is kept here
/// (docs/edge.md#consent).
/// </summary>
internal sealed class ClientState(IOptions<EdgeOptions> options)
{
    public const int IdentitySeconds = 34_128_000;
    public const int ClusterSeconds = 1_800;
    public const int ConsentSeconds = 15_552_000;

    private const string Out = "out";
    private const string General = "general=";

    private static readonly char[] Separators = [';', ',', '&', ' '];

    /// <summary>Empty if no organization is configured.</summary>
    private readonly string _prefix = options.Value.OrgId is { Length: > 0 } organization ? $"kndctr_{organization.Replace('@', '_')}_" : "";

    public bool IsKept => _prefix.Length > 0;

    public string IdentityKey => _prefix + "identity";

    public string ClusterKey => _prefix + "cluster";

    public string ConsentKey => _prefix + "consent";

    /// <summary>The consent as the client keeps it.</summary>
    public static string ConsentValue(bool isOut) => General + (isOut ? Out : "in");

    /// <summary>Whether the viewer does not want to be tracked. Without a configured organization the state of any counts.</summary>
    public bool IsOut(HttpContext context, Envelope envelope) => Find(context, envelope, "consent", ConsentKey).Any(static consent => consent.Split(Separators).Contains(General + Out));

    /// <summary>The viewer's Experience Cloud id from the state; null for none.</summary>
    public string? EcidOf(HttpContext context, Envelope envelope) => Find(context, envelope, "identity", IdentityKey).Select(Ecid.FromState).FirstOrDefault(static ecid => ecid is not null);

    private IEnumerable<string> Find(HttpContext context, Envelope envelope, string name, string key) => envelope.State is null && context.Request.Headers.Cookie.Count == 0 ? [] : (envelope.State ?? []).Concat(context.Request.Cookies)
        .Where(one => IsKept ? one.Key == key : one.Key.StartsWith("kndctr_", StringComparison.Ordinal) && one.Key.EndsWith("_" + name, StringComparison.Ordinal))
        .Select(static one => one.Value);
}
