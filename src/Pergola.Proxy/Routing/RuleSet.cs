namespace Pergola.Proxy.Routing;

/// <summary>A set of a listener's rules, by their places in the order of trying; one bit a rule.</summary>
internal sealed class RuleSet(int rules)
{
    private readonly ulong[] _words = new ulong[WordsFor(rules)];

    public ReadOnlySpan<ulong> Words => _words;

    public static int WordsFor(int rules) => (rules + 63) / 64;

    public void Add(int rule) => _words[rule / 64] |= 1ul << (rule % 64);

    public void Add(RuleSet others) => others.AddTo(_words);

    /// <summary>Adds all of this to some other words.</summary>
    public void AddTo(Span<ulong> words)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            words[i] |= _words[i];
        }
    }
}
