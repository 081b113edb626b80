"""What would mend a finding, worked out from what is known of the project and described as edits; nothing is changed here."""
