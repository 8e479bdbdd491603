namespace Pergola.Proxy.Routing;

/// <summary>Texts, whole ones and beginnings, in a tree by their bytes; runs without a branch are one node.</summary>
internal sealed class TextTree
{
    private readonly Node _root;

    public TextTree(int rules, IEnumerable<(int Rule, byte[] Text, bool IsWhole)> texts)
    {
        var sorted = texts.ToList();
        sorted.Sort((some, other) => some.Text.AsSpan().SequenceCompareTo(other.Text));
        _root = new Node(rules, sorted.ToArray(), from: 0, above: null);
    }

    /// <summary>The rules of that very text and of all its beginnings; null when there are none.</summary>
    public RuleSet? Find(ReadOnlySpan<byte> text, bool inLowerCase)
    {
        var node = _root;
        var depth = 0;
        while (true)
        {
            var run = node.Run;
            if (text.Length - depth < run.Length || !IsSame(text.Slice(depth, run.Length), run, inLowerCase))
            {
                return node.Above;
            }

            depth += run.Length;
            if (depth == text.Length)
            {
                return node.Whole;
            }

            if (node.Next(inLowerCase ? Lower(text[depth]) : text[depth]) is not { } next)
            {
                return node.Beginning;
            }

            node = next;
        }
    }

    private static bool IsSame(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, bool inLowerCase) =>
        inLowerCase ? System.Text.Ascii.EqualsIgnoreCase(text, run) : text.SequenceEqual(run);

    private static byte Lower(byte letter) => letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter;

    private sealed class Node
    {
        private readonly byte[] _branches;
        private readonly Node[] _nodes;

        /// <param name="texts">All begin with the same bytes up to <paramref name="from"/>; in order.</param>
        /// <param name="above">The rules of beginnings that are shorter than this node.</param>
        public Node(int rules, ReadOnlySpan<(int Rule, byte[] Text, bool IsWhole)> texts, int from, RuleSet? above)
        {
            var shortest = texts[0].Text.AsSpan(from);
            var last = texts[^1].Text.AsSpan(from);
            var run = shortest.CommonPrefixLength(last);
            Run = shortest[..run].ToArray();
            Above = above;
            var end = from + run;
            var here = 0;
            while (here < texts.Length && texts[here].Text.Length == end)
            {
                here++;
            }

            Beginning = With(rules, above, texts[..here], isWhole: false);
            Whole = With(rules, Beginning, texts[..here], isWhole: true);
            var branches = new List<byte>();
            var nodes = new List<Node>();
            for (var first = here; first < texts.Length;)
            {
                var branch = texts[first].Text[end];
                var next = first + 1;
                while (next < texts.Length && texts[next].Text[end] == branch)
                {
                    next++;
                }

                branches.Add(branch);
                nodes.Add(new Node(rules, texts[first..next], end, Beginning));
                first = next;
            }

            (_branches, _nodes) = ([.. branches], [.. nodes]);
        }

        /// <summary>The bytes from the node above to this one.</summary>
        public byte[] Run { get; }

        /// <summary>The rules of a text that ends, or turns away, before this node.</summary>
        public RuleSet? Above { get; }

        /// <summary>The rules of a text that goes on behind this node.</summary>
        public RuleSet? Beginning { get; }

        /// <summary>The rules of a text that ends here.</summary>
        public RuleSet? Whole { get; }

        public Node? Next(byte branch)
        {
            var index = _branches.AsSpan().IndexOf(branch);
            return index < 0 ? null : _nodes[index];
        }

        private static RuleSet? With(
            int rules, RuleSet? others, ReadOnlySpan<(int Rule, byte[] Text, bool IsWhole)> texts, bool isWhole)
        {
            RuleSet? with = null;
            foreach (var text in texts)
            {
                if (text.IsWhole == isWhole)
                {
                    with ??= new RuleSet(rules);
                    with.Add(text.Rule);
                }
            }

            if (with is not null && others is not null)
            {
                with.Add(others);
            }

            return with ?? others;
        }
    }
}
