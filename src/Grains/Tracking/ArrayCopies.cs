namespace SessionGrains.Tracking;

internal static class ArrayCopies
{
    /// <summary>A copy of the array with one item replaced: arrays of a state are shared with its copies and never changed in place.</summary>
    public static T[] With<T>(this T[] array, int index, T item)
    {
        var copy = (T[])array.Clone();
        copy[index] = item;
        return copy;
    }
}
