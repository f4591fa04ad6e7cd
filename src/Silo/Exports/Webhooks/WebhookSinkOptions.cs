using SessionGrains.Exports;

namespace SessionGrains.Silo.Exports.Webhooks;

/// <summary>The settings of a sink that is an HTTP receiver, besides those of all: the section <c>Exports:{name}</c>.</summary>
public sealed class WebhookSinkOptions
{
    public const string Section = ExportOptions.Section;

    /// <summary>Where the sessions are posted to, such as <c>https://example.com/sessions</c>. Required; an absolute http or https address without user name and password.</summary>
    public string Url { get; set; } = "";

    /// <summary>Signs the requests: <c>whsec_</c> and 24 to 64 bytes in base64. Required.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The secret before this one, while receivers change to the new one: requests are signed with both. Default empty: none.</summary>
    public string PreviousSecret { get; set; } = "";

    /// <summary>Most sessions of a request. Default 100; 1 to 1,000. The other limit is a body of 1 MiB, which only a single larger session exceeds.</summary>
    public int MaxBatch { get; set; } = 100;

    /// <summary>How long the receiver may take to answer a request. Default 15 s; 1 s to 1 minute.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a request is tried, from its first try that failed; then its sessions become a dead letter, and the others go on. Default 3 days; 1 minute to 30 days.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(3);
}
