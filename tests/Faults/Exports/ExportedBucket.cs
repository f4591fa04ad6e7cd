using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace SessionGrains.Faults.Tests;

/// <summary>The objects of a sink in object storage, as the server gives them.</summary>
internal static class ExportedBucket
{
    /// <summary>Reads each object back, into a folder.</summary>
    /// <param name="server">Has them.</param>
    /// <param name="prefix">Of their names, without a slash at its end.</param>
    /// <param name="folder">Is made.</param>
    public static async Task DownloadAsync(S3Process server, string prefix, string folder)
    {
        using var s3 = new AmazonS3Client(new BasicAWSCredentials(S3Process.Key, S3Process.Key), new AmazonS3Config { ServiceURL = server.Endpoint, AuthenticationRegion = "us-east-1", ForcePathStyle = true });
        var request = new ListObjectsV2Request { BucketName = S3Process.Bucket, Prefix = prefix + "/" };
        for (var isMore = true; isMore;)
        {
            var page = await s3.ListObjectsV2Async(request);
            foreach (var found in page.S3Objects)
            {
                using var content = await s3.GetObjectAsync(S3Process.Bucket, found.Key);
                await content.WriteResponseStreamToFileAsync(Path.Combine(folder, found.Key[request.Prefix.Length..]), append: false, CancellationToken.None);
            }

            request.ContinuationToken = page.NextContinuationToken;
            isMore = page.IsTruncated == true;
        }
    }
}
