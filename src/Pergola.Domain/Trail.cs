using System.Collections.Immutable;

namespace Pergola.Domain;

/// <summary>
/// The last changes that led to a table, newest first: what differs between two versions of it without comparing them.
/// It reaches back some hundred changes; nothing depends on how far.
/// </summary>
internal sealed class Trail<T>
    where T : Resource
{
    /// <summary>
    /// At least so many changes are kept, at most twice as many: whoever looks back further has waited so long that
    /// looking at everything costs no more.
    /// </summary>
    private const int KeptMin = 256;

    private readonly long _number;
    private readonly Trail<T> _mark;
    private readonly Difference<T> _change;
    private Trail<T>? _before;   // Let go of once, when it is too old; before and after, every answer is true.

    /// <summary>A table whose past is not known.</summary>
    public Trail()
    {
        _mark = this;
        _change = new Difference<T>(null, null);
    }

    private Trail(Trail<T> before, Difference<T> change)
    {
        _number = before._number + 1;
        _change = change;
        _before = before;
        _mark = _number % KeptMin == 0 ? this : before._mark;
        if (_mark == this)
        {
            Volatile.Write(ref before._mark._before, null);
        }
    }

    public Trail<T> With(T? was, T? now) => new(this, new Difference<T>(was, now));

    /// <summary>What changed since an earlier version, newest first; null when that is not known.</summary>
    public ImmutableArray<Difference<T>>? Since(Trail<T> earlier)
    {
        var changes = ImmutableArray.CreateBuilder<Difference<T>>();
        for (var link = this; link != earlier;)
        {
            changes.Add(link._change);
            if (Volatile.Read(ref link._before) is not { } before)
            {
                return null;
            }

            link = before;
        }

        return changes.ToImmutable();
    }
}

/// <summary>A resource before and after a change; null where it did not exist.</summary>
public readonly record struct Difference<T>(T? Was, T? Now)
    where T : Resource;
