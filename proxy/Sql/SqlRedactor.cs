using System.Text.RegularExpressions;

namespace Snowtrail.Proxy.Sql;

/// <summary>
/// Stars secrets in SQL text: values of secret options (<c>PASSWORD = '…'</c>, keys in CREDENTIALS and ENCRYPTION, <c>SECRET_STRING</c> and
/// their like) by the option's name, and tokens of known form (cloud keys, JWTs, PEM blocks, <c>://user:pass@</c>, agent keys and sealed
/// tokens) wherever they stand, comments included. Numbers in the form of a payment card are not secrets of this kind and stay: they are
/// data of a filter, which a reader of the record needs. What follows PUT, GET and COPY as a path stays too.
/// </summary>
public static partial class SqlRedactor
{
    /// <summary>What a secret becomes.</summary>
    public const string Mark = "***";

    // Time for one pattern on one text; the patterns do not backtrack over each other, so this is never met, yet it must not be endless.
    private const int PatternMilliseconds = 2_000;

    /// <summary>The text with every secret starred, comments and all else kept; the same instance when there is none. Works on any text.</summary>
    public static string Redact(string sqlText)
    {
        ArgumentNullException.ThrowIfNull(sqlText);
        try
        {
            var text = RedactShapes(RedactOptions(sqlText));
            return text == sqlText ? sqlText : text;
        }
        catch (RegexMatchTimeoutException)
        {
            return Mark;
        }
    }

    /// <summary>Stars a quoted value after a secret option's name, also in text that does not lex.</summary>
    private static string RedactOptions(string text) => Option().Replace(text, Star);

    private static string Star(Match match) =>
        string.Concat(match.Groups["head"].ValueSpan, Body(match.Groups["value"].ValueSpan));

    /// <summary>The quotes of a value around the mark.</summary>
    private static string Body(ReadOnlySpan<char> value) => value switch
    {
        ['\'', ..] => $"'{Mark}'",
        ['$', '$', ..] => $"$${Mark}$$",
        ['"', ..] => $"\"{Mark}\"",
        _ => Mark,
    };

    private static string RedactShapes(string text)
    {
        if (!text.AsSpan().ContainsAny(Openings))
        {
            return text;
        }

        text = Pem().Replace(text, Mark);
        text = UserInfo().Replace(text, "${scheme}" + Mark + "@");
        text = Jwt().Replace(text, Mark);
        text = AzureQuery().Replace(text, "${head}" + Mark);
        return Prefixed().Replace(text, Mark);
    }

    private static readonly System.Buffers.SearchValues<string> Openings = System.Buffers.SearchValues.Create(
        [
            "-----BEGIN", "://", "eyJ", "AKIA", "ASIA", "gh", "github_pat_", "glpat-", "xox", "sk-", "sk_live_", "rk_live_", "AIza", "SG.", "hf_",
            "AccountKey=", "stk_", "stt.", "sig=", "private_key",
        ],
        StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(
        """
        (?<head>(?<![A-Za-z0-9_])["']?(?:[A-Z0-9]+_)*(?:PASSWORD|PASSWD|PWD|PASSPHRASE|AWS_KEY_ID|AWS_SECRET_KEY|AWS_TOKEN|AZURE_SAS_TOKEN|MASTER_KEY|
        SECRET_STRING|OAUTH_CLIENT_SECRET|CLIENT_SECRET|OAUTH_REFRESH_TOKEN|OAUTH_ACCESS_TOKEN|REFRESH_TOKEN|ACCESS_TOKEN|API_KEY|APIKEY|PRIVATE_KEY|
        SECRET_KEY|SECRET_ACCESS_KEY|ACCESS_KEY_ID|ACCOUNT_KEY|SCIM_TOKEN|BEARER_TOKEN|WEBHOOK_SECRET|SAS_TOKEN|TOKEN_SECRET)["']?
        (?:\s|/\*(?>[^*]|\*(?!/)){0,200}\*/|--[^\n]*\n|//[^\n]*\n){0,20}(?:=>|=|:)
        (?:\s|/\*(?>[^*]|\*(?!/)){0,200}\*/|--[^\n]*\n|//[^\n]*\n){0,20})
        (?<value>'(?>[^'\\]|\\[\s\S]|'')*(?:'|\z)|\$\$(?>[^$]|\$(?!\$))*(?:\$\$|\z)|"(?>[^"\\]|\\[\s\S]|"")+(?:"|\z)|(?=[A-Za-z+/_\-.]*[0-9])[A-Za-z0-9][A-Za-z0-9+/_\-.]{7,})
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace,
        PatternMilliseconds)]
    private static partial Regex Option();

    [GeneratedRegex(@"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----(?:(?!-----END)[\s\S])*(?:-----END [A-Z0-9 ]{0,40}-----|\z)", RegexOptions.CultureInvariant, PatternMilliseconds)]
    private static partial Regex Pem();

    [GeneratedRegex(@"(?<scheme>[A-Za-z][A-Za-z0-9+.\-]{0,20}://)[^\s/@:'""]{0,256}:[^\s/@'""]{1,512}@", RegexOptions.CultureInvariant, PatternMilliseconds)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(?<![A-Za-z0-9_\-])eyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{4,}\.[A-Za-z0-9_\-]*", RegexOptions.CultureInvariant, PatternMilliseconds)]
    private static partial Regex Jwt();

    [GeneratedRegex(@"(?<head>[?&;](?:sig|X-Amz-Signature|X-Goog-Signature|X-Amz-Security-Token)=|AccountKey=)[A-Za-z0-9%+/=_\-]{16,}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, PatternMilliseconds)]
    private static partial Regex AzureQuery();

    [GeneratedRegex(
        """
        (?<![A-Za-z0-9])(?:
          (?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])
        | gh[pousr]_[A-Za-z0-9]{30,}
        | github_pat_[A-Za-z0-9_]{20,}
        | glpat-[A-Za-z0-9_\-]{16,}
        | xox[abeprs]-[A-Za-z0-9\-]{10,}
        | sk-[A-Za-z0-9_\-]{16,}
        | [sr]k_live_[A-Za-z0-9]{16,}
        | AIza[A-Za-z0-9_\-]{35}
        | SG\.[A-Za-z0-9_\-]{22}\.[A-Za-z0-9_\-]{43}
        | hf_[A-Za-z0-9]{30,}
        | stk_[A-Za-z0-9_\-.]{8,}
        | stt\.[A-Za-z0-9_\-.]{8,}
        )
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace,
        PatternMilliseconds)]
    private static partial Regex Prefixed();
}
