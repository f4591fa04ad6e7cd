namespace SessionGrains.PowerLoss.Tests;

/// <summary>The bytes of a file on the disk; what was never written is zero.</summary>
internal sealed class FileContent
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public FileContent Copy() => new() { _bytes = Bytes.ToArray(), Length = Length };

    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        if (data.Length == 0)
            return;

        var end = checked((int)offset + data.Length);
        EnsureCapacity(end);
        data.CopyTo(_bytes.AsSpan((int)offset));
        Length = Math.Max(Length, end);
    }

    public void Resize(long length)
    {
        EnsureCapacity((int)length);
        if (length < Length)
            _bytes.AsSpan((int)length, Length - (int)length).Clear();
        Length = (int)length;
    }

    public void Apply(ContentOperation operation)
    {
        if (operation is Written write)
            Write(write.Offset, write.Data);
        else if (operation is Resized resized && !(resized.OnlyLonger && resized.Length <= Length))
            Resize(resized.Length);
    }

    private void EnsureCapacity(int length)
    {
        if (length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(length, _bytes.Length * 2));
    }
}
