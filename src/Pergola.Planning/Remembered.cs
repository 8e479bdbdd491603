namespace Pergola.Planning;

/// <summary>Values by key, each good as long as its causes are the very same objects, or equal plain values.</summary>
internal sealed class Remembered<T>
{
    private Dictionary<string, (object?[] Causes, T Value)> _before = new(StringComparer.Ordinal);
    private Dictionary<string, (object?[] Causes, T Value)> _now = new(StringComparer.Ordinal);

    /// <summary>The value made of these causes last time, or a new one.</summary>
    /// <param name="causes">Immutable objects and plain values; everything that <paramref name="make"/> reads.</param>
    /// <param name="keep">Which values are worth remembering; null: all.</param>
    public T Of(string key, object?[] causes, Func<T> make, Predicate<T>? keep = null)
    {
        var value = _before.TryGetValue(key, out var known) && AreSame(known.Causes, causes) ? known.Value : make();
        if (keep is null || keep(value))
        {
            _now[key] = (causes, value);
        }

        return value;
    }

    /// <summary>Ends a round: forgets what this one did not ask for.</summary>
    public void Turn()
    {
        (_before, _now) = (_now, _before);
        _now.Clear();
    }

    private static bool AreSame(object?[] some, object?[] others)
    {
        if (some.Length != others.Length)
        {
            return false;
        }

        for (var i = 0; i < some.Length; i++)
        {
            if (!ReferenceEquals(some[i], others[i]) && (some[i] is not ValueType || !some[i]!.Equals(others[i])))
            {
                return false;
            }
        }

        return true;
    }
}
