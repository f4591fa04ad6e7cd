using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports.S3;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Exports;

/// <summary>Makes the files of a path that begins with <c>s3://</c>.</summary>
internal static class S3Settings
{
    private const string Scheme = "s3://";

    /// <summary>Of requests that do not say where, with an endpoint of one's own.</summary>
    private const string AnyRegion = "us-east-1";

    private const int MostRepeats = 2;

    /// <summary>Of one try of a request; windows are megabytes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static bool IsS3(string path) => path.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="StartRefusedException">A setting is missing or wrong; the message has no secret.</exception>
    public static S3Files Open(string sink, FolderSinkOptions options)
    {
        var section = $"{ExportOptions.Sinks}:{sink}";
        var (bucket, prefix) = options.Path[Scheme.Length..].Split('/', 2) is [var first, var rest] ? (first, rest.Trim('/')) : (options.Path[Scheme.Length..], "");
        var checksums = Enum.TryParse<RequestChecksumCalculation>(options.RequestChecksumCalculation, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) ? parsed : (RequestChecksumCalculation?)null;
        var endpoint = Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url.UserInfo.Length == 0 ? url : null;
        var wrong = bucket.Length == 0 ? $"{section}:{nameof(options.Path)} is '{options.Path}': name a bucket, as in s3://bucket/prefix."
            : options.Endpoint.Length > 0 && endpoint is null ? $"{section}:{nameof(options.Endpoint)} is not an absolute http or https address without user name and password, such as https://storage.example.com."
            : options.AccessKey.Length > 0 && options.SecretKey.Length == 0 ? $"{section}:{nameof(options.SecretKey)} is missing: set it to the secret of {nameof(options.AccessKey)}, or remove that."
            : options.AccessKey.Length == 0 && options.SecretKey.Length > 0 ? $"{section}:{nameof(options.AccessKey)} is missing: set it to the id of the key, or remove {nameof(options.SecretKey)}."
            : checksums is null ? $"{section}:{nameof(options.RequestChecksumCalculation)} is '{options.RequestChecksumCalculation}': set it to WHEN_REQUIRED or WHEN_SUPPORTED."
            : null;
        if (wrong is not null)
        {
            throw new StartRefusedException(wrong);
        }

        var config = new AmazonS3Config
        {
            ForcePathStyle = options.PathStyle ?? endpoint is not null,
            RequestChecksumCalculation = checksums!.Value,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            MaxErrorRetry = MostRepeats,
            Timeout = Longest,
        };
        if (endpoint is not null)
        {
            config.ServiceURL = options.Endpoint;
            config.AuthenticationRegion = options.Region.Length > 0 ? options.Region : AnyRegion;
        }
        else if (options.Region.Length > 0)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }

        try
        {
            var client = options.AccessKey.Length > 0 ? new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config) : new AmazonS3Client(config);
            return new(client, bucket, prefix);
        }
        catch (AmazonClientException failure)
        {
            throw new StartRefusedException($"{section}: the object storage cannot be opened. Set {nameof(options.Region)} or {nameof(options.Endpoint)}. {failure.Message}", failure);
        }
    }
}
