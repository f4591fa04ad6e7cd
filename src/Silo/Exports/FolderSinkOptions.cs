using SessionGrains.Exports;

namespace SessionGrains.Silo.Exports;

/// <summary>The settings of a sink that writes files, besides those of all: the section <c>Exports:{name}</c>.</summary>
public sealed class FolderSinkOptions
{
    public const string Section = ExportOptions.Section;

    /// <summary>The folder, which is made, or <c>s3://bucket/prefix</c>: object storage with the interface of Amazon S3; the bucket must be there. Each sink needs its own. Required.</summary>
    public string Path { get; set; } = "";

    /// <summary>Of object storage: its address, such as <c>https://storage.example.com</c>. Default empty: Amazon's, in <see cref="Region"/>.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>Of object storage: where the bucket is. Default empty: what the machine's AWS settings say, with an <see cref="Endpoint"/> <c>us-east-1</c>.</summary>
    public string Region { get; set; } = "";

    /// <summary>Of object storage: the id of the key. Default empty: the credentials of the machine, from the environment, a profile or its role.</summary>
    public string AccessKey { get; set; } = "";

    /// <summary>Of object storage: the secret of <see cref="AccessKey"/>.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>Of object storage: whether the bucket is named in the path of requests instead of the host. Default: true with an <see cref="Endpoint"/>.</summary>
    public bool? PathStyle { get; set; }

    /// <summary>Of object storage: <c>WHEN_SUPPORTED</c> sends checksums that only newer servers know; default <c>WHEN_REQUIRED</c>. The signature covers the content in both cases.</summary>
    public string RequestChecksumCalculation { get; set; } = "WHEN_REQUIRED";
}
