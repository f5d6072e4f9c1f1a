namespace Snowtrail.Schemas.Flow;

/// <summary>How the journey of a value ended.</summary>
public enum Settlement
{
    /// <summary>Everything derived from the value is on stable storage.</summary>
    Durable,

    /// <summary>The value could not be processed; its bytes and the reason are kept.</summary>
    Parked,

    /// <summary>Nothing had to be made of the value.</summary>
    Skipped,
}
