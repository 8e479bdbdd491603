using CsCheck;
using Pergola.Proxy.Dns;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Dns;

/// <summary>Queries and answers, byte by byte.</summary>
public sealed class DnsMessageTests
{
    // id, flags (recursion desired), one question
    private const string Head = "1234 0100 0001 0000 0000 0000";
    private const string WebA = "03776562 026175 00 0001 0001";   // web.au A IN

    [Fact]
    public void A_question_is_read()
    {
        var query = Read(Head + WebA);

        Assert.Equal(0x1234, query.Id);
        Assert.Equal("web.au", query.Name);
        Assert.Equal(DnsQuery.TypeA, query.Type);
        Assert.Equal(DnsQuery.ClassInternet, query.Class);
        Assert.True(query.RecursionDesired);
        Assert.Equal(512, query.UdpBytesMax);
    }

    [Theory]
    [InlineData("0064", 512)]
    [InlineData("0400", 1024)]
    [InlineData("FFFF", 1232)]
    public void What_the_client_takes_over_UDP_is_kept_within_bounds(string size, int bytesMax)
    {
        var query = Read("1234 0100 0001 0000 0000 0001" + WebA + "00 0029" + size + "00000000 0000");

        Assert.True(query.HasOptions);
        Assert.Equal(bytesMax, query.UdpBytesMax);
    }

    [Theory]
    [InlineData("", nameof(DnsRefusal.Unanswerable))]
    [InlineData("1234 0100", nameof(DnsRefusal.Unanswerable))]
    [InlineData("1234 8100 0001 0000 0000 0000" + WebA, nameof(DnsRefusal.Unanswerable))]
    [InlineData("1234 2800 0001 0000 0000 0000" + WebA, nameof(DnsRefusal.NotImplemented))]
    [InlineData("1234 0100 0000 0000 0000 0000", nameof(DnsRefusal.Malformed))]
    [InlineData("1234 0100 0002 0000 0000 0000" + WebA + WebA, nameof(DnsRefusal.Malformed))]
    [InlineData(Head + "03776562", nameof(DnsRefusal.Malformed))]
    [InlineData(Head + "03776562 00 0001", nameof(DnsRefusal.Malformed))]
    [InlineData(Head + "C00C 0001 0001", nameof(DnsRefusal.Malformed))]
    [InlineData(Head + "0161 C00E 0001 0001", nameof(DnsRefusal.Malformed))]
    [InlineData(Head + "0161 C00C 0001 0001", nameof(DnsRefusal.Malformed))]
    [InlineData(Head + "40 00 0001 0001", nameof(DnsRefusal.Malformed))]
    [InlineData("1234 0100 0001 0000 0000 0001" + WebA + "00 0029 0400 00000000 0009", nameof(DnsRefusal.Malformed))]
    public void What_is_no_question_is_refused(string message, string refusal) =>
        Assert.Equal(refusal, Assert.IsType<DnsParse.Refused>(DnsQuery.Parse(Bytes(message))).Reason.ToString());

    [Fact]
    public void A_name_of_more_than_255_bytes_is_refused()
    {
        var label = "3F" + string.Concat(Enumerable.Repeat("61", 63));

        Assert.IsType<DnsParse.Query>(DnsQuery.Parse(Bytes(
            Head + label + label + label + "3D" + string.Concat(Enumerable.Repeat("61", 61)) + "00 0001 0001")));
        Assert.IsType<DnsParse.Refused>(DnsQuery.Parse(Bytes(
            Head + label + label + label + "3E" + string.Concat(Enumerable.Repeat("61", 62)) + "00 0001 0001")));
    }

    [Fact]
    public void Addresses_are_answered_with_the_question_as_it_came() => Assert.Equal(
        Hex("1234 8580 0001 0001 0000 0000" + WebA + "C00C 0001 0001 0000003C 0004 A9FEAB02"),
        Answer(Head + WebA, new DnsOutcome.Addresses(Addresses("169.254.171.2"))));

    [Fact]
    public void A_name_that_is_not_there_is_answered_with_how_long_to_believe_it() => Assert.Equal(
        Hex("1234 8583 0001 0000 0001 0000" + WebA
            + "C00C 0006 0001 00000005 0016 00 00 00000000 00000000 00000000 00000000 00000005"),
        Answer(Head + WebA, new DnsOutcome.NoSuchName()));

    [Fact]
    public void A_client_that_speaks_EDNS_is_answered_in_EDNS() => Assert.EndsWith(
        Hex("00 0029 04D0 00000000 0000"),
        Answer(
            "1234 0100 0001 0000 0000 0001" + WebA + "00 0029 0400 00000000 0000", new DnsOutcome.NoRecords()),
        StringComparison.Ordinal);

    [Fact]
    public void An_answer_that_does_not_fit_is_empty_and_marked_as_cut()
    {
        var many = Enumerable.Range(1, 40).Select(i => $"10.0.0.{i}").ToArray();

        var answer = DnsAnswer.Write(Read(Head + WebA), new DnsOutcome.Addresses(Addresses(many)), bytesMax: 512);

        Assert.Equal(Hex("1234 8780 0001 0000 0000 0000" + WebA), Convert.ToHexString(answer));
    }

    [Fact]
    public void Any_bytes_are_a_query_or_a_refusal() => Gen.Byte.Array[0, 600].Sample(
        bytes => DnsQuery.Parse(bytes) is DnsParse.Query or DnsParse.Refused);

    [Fact]
    public void Any_query_with_changed_bytes_can_be_answered() =>
        Gen.Select(Gen.Byte, Gen.Int[2, 40], Gen.Byte, Gen.Int[2, 40])
        .Sample((a, at, b, also) =>
        {
            var bytes = Bytes("1234 0100 0001 0000 0000 0001" + WebA + "00 0029 0400 00000000 0000");
            bytes[at % bytes.Length] = a;
            bytes[also % bytes.Length] = b;
            return DnsQuery.Parse(bytes) is not DnsParse.Query { Value: var query }
                || DnsAnswer.Write(query, new DnsOutcome.NoSuchName(), query.UdpBytesMax).Length <= query.UdpBytesMax;
        });

    [Theory]
    [InlineData(DnsLimits.LabelsMax, true)]
    [InlineData(DnsLimits.LabelsMax + 1, false)]
    public void A_name_of_more_pointers_than_a_name_has_labels_is_refused(int pointers, bool isRead)
    {
        // A root, and behind it a chain of pointers, each to the one before.
        var chain = "00" + string.Concat(
            Enumerable.Range(0, pointers).Select(i => (0xC000 + Math.Max(12, 11 + (2 * i))).ToString(
                "X4", System.Globalization.CultureInfo.InvariantCulture)));
        var message = Bytes("1234 0100 0001 0000 0000 0000" + chain);
        var offset = message.Length - 2;

        Assert.Equal(isRead, DnsName.TryRead(message, ref offset, out _));
    }

    [Fact]
    public void Messages_that_are_nearly_right_are_refused_or_can_be_answered()
    {
        byte[][] sound =
        [
            Bytes(Head + WebA),
            Bytes("1234 0100 0001 0000 0000 0001" + WebA + "00 0029 0400 00000000 0000"),
            Bytes("1234 0100 0001 0001 0000 0000" + WebA + "C00C 0001 0001 0000003C 0004 A9FEAB02"),
        ];
        foreach (var mutant in Mutants.Of(sound, 2000, 16, 17, 18))
        {
            if (DnsQuery.Parse(mutant) is DnsParse.Query { Value: var query })
            {
                var answer = DnsAnswer.Write(query, new DnsOutcome.NoSuchName(), query.UdpBytesMax);
                Assert.InRange(answer.Length, DnsLimits.HeaderBytes, query.UdpBytesMax);
                Assert.Equal(mutant[..2], answer[..2]);
                Assert.Equal(query.Question, mutant[DnsLimits.HeaderBytes..][..query.Question.Length]);
            }
        }
    }

    private static string Answer(string query, DnsOutcome outcome) =>
        Convert.ToHexString(DnsAnswer.Write(Read(query), outcome, DnsLimits.MessageBytesMax));

    private static DnsQuery Read(string hex) => Assert.IsType<DnsParse.Query>(DnsQuery.Parse(Bytes(hex))).Value;

    private static string Hex(string hex) => hex.Replace(" ", "", StringComparison.Ordinal);

    private static byte[] Bytes(string hex) => Convert.FromHexString(Hex(hex));
}
