using System.Reflection;
using System.Runtime.CompilerServices;

namespace SessionGrains.Grains.Tests.Stored;

/// <summary>
/// The memory of an object and of all that it refers to, each counted once. How large one is shows when one like it is made: that is exact, and other
/// tests at the same time do not disturb it.
/// </summary>
internal sealed class ObjectSize
{
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Type, FieldInfo[]> _fields = [];
    private long _bytes;

    public static long Of(object root)
    {
        var size = new ObjectSize();
        size.Add(root);
        return size._bytes;
    }

    private void Add(object? value)
    {
        if (value is null or Type or Delegate || !_seen.Add(value))
        {
            return;
        }

        _bytes += Allocated(value);
        if (value is Array array)
        {
            if (HasReferences(array.GetType().GetElementType()!))
            {
                foreach (var item in array)
                {
                    AddField(item, array.GetType().GetElementType()!);
                }
            }
        }
        else if (value is not string)
        {
            AddFields(value);
        }
    }

    private void AddFields(object value)
    {
        foreach (var field in Fields(value.GetType()))
        {
            AddField(field.GetValue(value), field.FieldType);
        }
    }

    private void AddField(object? value, Type type)
    {
        if (!type.IsValueType)
        {
            Add(value);
        }
        else if (value is not null)
        {
            AddFields(value);
        }
    }

    /// <summary>Those that refer to something, or have a part that does.</summary>
    private FieldInfo[] Fields(Type type)
    {
        if (!_fields.TryGetValue(type, out var fields))
        {
            var all = new List<FieldInfo>();
            for (var of = type; of is not null; of = of.BaseType)
            {
                all.AddRange(of.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Where(static field => HasReferences(field.FieldType)));
            }

            _fields.Add(type, fields = [.. all]);
        }

        return fields;
    }

    private static bool HasReferences(Type type) =>
        !type.IsValueType
        || (!type.IsPrimitive && !type.IsEnum && type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Any(static field => HasReferences(field.FieldType)));

    private static long Allocated(object like)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var made = like switch
        {
            string text => new string('x', text.Length),
            Array array => Array.CreateInstance(array.GetType().GetElementType()!, array.Length),
            _ => RuntimeHelpers.GetUninitializedObject(like.GetType()),
        };
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(made);
        return bytes;
    }
}
