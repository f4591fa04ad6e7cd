using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using SessionGrains.Silo.Files;

namespace SessionGrains.Silo.Exports.S3;

/// <summary>
/// Files as objects in a bucket. What a server has answered with success is durable, whole and seen by who reads next, as Amazon S3 has it; other servers promise the same. Nothing here
/// needs a server that writes on conditions: where one does not, two who make the same file at once both succeed, and the later one stays.
/// </summary>
/// <param name="s3">The server.</param>
/// <param name="bucket">Must be there.</param>
/// <param name="prefix">What names begin with, without slashes around it; may be empty.</param>
internal sealed class S3Files(IAmazonS3 s3, string bucket, string prefix) : IDurableFiles
{
    /// <summary>In the end of messages about settings.</summary>
    private const string Settings = "AccessKey, SecretKey, Region, Endpoint and Path of the sink";

    public string Place => $"The place {Uri}";

    public Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => PutAsync(name, content, onlyIfNew: false, cancellationToken);

    public async Task CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (await ReadAsync(name, cancellationToken) is not null)
        {
            return;
        }

        try
        {
            await PutAsync(name, content, onlyIfNew: true, cancellationToken);
        }
        catch (AmazonS3Exception failure) when (failure.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
        {
            // Another was faster.
        }
        catch (AmazonS3Exception failure) when (failure.StatusCode == HttpStatusCode.NotImplemented)
        {
            await PutAsync(name, content, onlyIfNew: false, cancellationToken);
        }
    }

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        try
        {
            using var found = await s3.GetObjectAsync(bucket, KeyOf(name), cancellationToken);
            using var content = new MemoryStream();
            await found.ResponseStream.CopyToAsync(content, cancellationToken);
            return content.ToArray();
        }
        catch (AmazonS3Exception failure) when (failure.StatusCode == HttpStatusCode.NotFound && failure.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
    });

    public Task ConfirmAsync(string name, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <remarks>A request for each 1,000.</remarks>
    public async IAsyncEnumerable<string> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = KeyOf(folder) + "/", Delimiter = "/" };
        for (var isMore = true; isMore;)
        {
            var page = await AskAsync(() => s3.ListObjectsV2Async(request, cancellationToken));
            foreach (var found in page.S3Objects ?? [])
            {
                yield return found.Key[request.Prefix.Length..];
            }

            request.ContinuationToken = page.NextContinuationToken;
            isMore = page.IsTruncated == true;
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => AskAsync(() => s3.DeleteObjectAsync(bucket, KeyOf(name), cancellationToken));

    private Task<PutObjectResponse> PutAsync(string name, ReadOnlyMemory<byte> content, bool onlyIfNew, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);

        // One signed piece: the server compares its SHA-256, and older ones know no other form.
        var request = new PutObjectRequest { BucketName = bucket, Key = KeyOf(name), InputStream = stream, UseChunkEncoding = false, AutoCloseStream = false };
        if (onlyIfNew)
        {
            request.IfNoneMatch = "*";
        }

        return await s3.PutObjectAsync(request, cancellationToken);
    });

    /// <summary>Asks the server, and says what to do about a refusal.</summary>
    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (AmazonS3Exception failure) when (failure.ErrorCode == "NoSuchBucket")
        {
            throw new InvalidOperationException($"There is no bucket {bucket}: make it, or check {Settings}.", failure);
        }
        catch (AmazonS3Exception failure) when (failure.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
        {
            throw new InvalidOperationException($"The object storage refuses access to {Uri} ({failure.ErrorCode}: {failure.Message}): check {Settings}, and that the key may get, put, delete and list there.", failure);
        }
        catch (AmazonS3Exception failure) when (failure.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect)
        {
            throw new InvalidOperationException($"The bucket {bucket} is elsewhere ({failure.ErrorCode}: {failure.Message}): check {Settings}.", failure);
        }
        catch (AmazonServiceException failure) when (failure is not AmazonS3Exception { StatusCode: HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotImplemented })
        {
            throw new InvalidOperationException($"The object storage of {Uri} does not do what it was asked to ({(int)failure.StatusCode} {failure.ErrorCode}): {failure.Message}", failure);
        }
        catch (AmazonClientException failure)
        {
            // About credentials it has a line for each place where it has looked.
            throw new InvalidOperationException($"The object storage of {Uri} cannot be asked: {failure.Message.Split('\n')[0]} Check {Settings}.", failure);
        }
    }

    private string KeyOf(string name) => prefix.Length == 0 ? name : $"{prefix}/{name}";

    private string Uri => prefix.Length == 0 ? $"s3://{bucket}" : $"s3://{bucket}/{prefix}";
}
